"""What tests of Moodle XML share: questions in its words, and what is read of them."""

import base64

from quiz.exchange import moodle_xml
from quiz.exchange.reading import FileRefused, Reading
from quiz.rules.draft import ItemDraft
from tests.quiz.exchange.drafts import PNG

PACKED = base64.b64encode(PNG).decode()
STEM = "<questiontext><text>Q</text></questiontext>"
KEY = '<answer fraction="100"><text>a</text></answer>'


def read(*questions: str) -> Reading:
    return moodle_xml.read(f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'.encode())


def question(kind: str, inside: str, stem: str = STEM) -> str:
    return f'<question type="{kind}"><name><text>Tên</text></name>{stem}{inside}</question>'


def one(kind: str, inside: str, stem: str = STEM) -> ItemDraft:
    reading = read(question(kind, inside, stem))
    assert reading.problems == []
    [draft] = reading.drafts
    return draft


def noted(kind: str, inside: str, stem: str = STEM) -> list[tuple[str, tuple[str, ...]]]:
    return [(note.code, note.values) for note in read(question(kind, inside, stem)).notes]


def answer(fraction: object, text: str, more: str = "") -> str:
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def feedback(text: str) -> str:
    return f'<feedback format="html"><text>{text}</text></feedback>'


def rights(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options if option.right]


def refusal(text: str) -> str:
    try:
        read(text)
    except FileRefused as refused:
        return refused.problem.code
    return ""
