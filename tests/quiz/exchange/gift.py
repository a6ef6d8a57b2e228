"""What tests of GIFT share: reading one question, and what is said about it."""

from quiz.exchange import gift
from quiz.exchange.reading import FileRefused, Reading
from quiz.rules.draft import ItemDraft


def read(text: str) -> Reading:
    return gift.read(text.encode())


def one(text: str) -> ItemDraft:
    reading = read(text)
    assert reading.problems == []
    [draft] = reading.drafts
    return draft


def trouble(text: str) -> tuple[str, str, tuple[str, ...]]:
    reading = read(text)
    assert reading.drafts == []
    [problem] = reading.problems
    return problem.where, problem.code, problem.values


def noted(text: str) -> list[tuple[str, tuple[str, ...]]]:
    reading = read(text)
    assert reading.problems == []
    return [(note.code, note.values) for note in reading.notes]


def rights(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options if option.right]


def refusal(data: bytes) -> str:
    try:
        gift.read(data)
    except FileRefused as refused:
        return refused.problem.code
    return ""
