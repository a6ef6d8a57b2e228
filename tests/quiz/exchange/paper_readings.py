"""What our reader makes of a paper, for tests."""

from quiz.exchange import word
from quiz.exchange.reading import Reading
from quiz.rules.draft import ItemDraft
from tests.quiz.exchange.papers import Block, paper

OPTIONS = ("A. Hà Nội", "B. Huế", "C. Đà Nẵng", "D. Cà Mau")
TEXTS = ["Hà Nội", "Huế", "Đà Nẵng", "Cà Mau"]


def read(*blocks: Block, lists: tuple[str, str] = ("Câu %1.", "%2.")) -> Reading:
    return word.read(paper(*blocks, lists=lists))


def all_of(*blocks: Block, lists: tuple[str, str] = ("Câu %1.", "%2.")) -> list[ItemDraft]:
    reading = read(*blocks, lists=lists)
    assert reading.problems == reading.notes == []
    return reading.drafts


def one(*blocks: Block) -> ItemDraft:
    [draft] = all_of(*blocks)
    return draft


def rights(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options if option.right]


def texts(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options]


def troubles(*blocks: Block) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(problem.where, problem.code, problem.values) for problem in read(*blocks).problems]


def notes(*blocks: Block) -> list[tuple[str, str, tuple[str, ...]]]:
    reading = read(*blocks)
    assert reading.problems == []
    return [(note.where, note.code, note.values) for note in reading.notes]
