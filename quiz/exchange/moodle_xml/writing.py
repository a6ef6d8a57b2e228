"""One item as a `<question>` of Moodle XML."""

import base64
from decimal import Decimal

from quiz.exchange import marks
from quiz.exchange.markup import attribute, escaped
from quiz.exchange.moodle_xml.html import explanation_html, stem_html, text_html
from quiz.exchange.writable import share
from quiz.rules.draft import ItemDraft
from quiz.rules.kinds.base import OptionDraft
from quiz.rules.kinds.text import spelling

TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "matching": "matching",
    "ordering": "ordering",
    "number": "numerical",
    "text": "shortanswer",
}
FOLDER = "@@PLUGINFILE@@/"
# graded by place, as an ordering item is here
ORDERING = """\
    <layouttype>VERTICAL</layouttype>
    <selecttype>ALL</selecttype>
    <selectcount>0</selectcount>
    <gradingtype>ABSOLUTE_POSITION</gradingtype>
    <showgrading>SHOW</showgrading>
    <numberingstyle>none</numberingstyle>"""


def written(draft: ItemDraft, *, category: str | None) -> str:
    """The question, behind the question that opens a new category if one is named."""
    lines = [] if category is None else [_category(category)]
    lines += [
        f'  <question type="{TYPES[draft.kind]}">',
        f"    <name><text>{escaped(draft.slug)}</text></name>",
        f'    <questiontext format="html"><text>{_cdata(stem_html(draft, FOLDER))}</text>{_file(draft)}</questiontext>',
        f'    <generalfeedback format="html"><text>{_cdata(explanation_html(draft))}</text></generalfeedback>',
        "    <defaultgrade>1</defaultgrade>",
        "    <penalty>0</penalty>",
        "    <hidden>0</hidden>",
        f"    <idnumber>{escaped(draft.slug)}</idnumber>",
        *_answers(draft),
        *_tags(draft),
        "  </question>",
    ]
    return "\n".join(lines)


def _category(topic: str) -> str:
    path = f"$course$/top/ASEAN/{topic}" if topic else "$course$/top/ASEAN"
    return f'  <question type="category"><category><text>{escaped(path)}</text></category></question>'


def _file(draft: ItemDraft) -> str:
    if not draft.picture:
        return ""
    packed = base64.b64encode(draft.picture.data).decode()
    return f'<file name="{attribute(draft.picture.name)}" path="/" encoding="base64">{packed}</file>'


def _tags(draft: ItemDraft) -> list[str]:
    tags = [f"<tag><text>{escaped(marks.written(mark))}</text></tag>" for mark in marks.short_marks(draft)]
    return [f"    <tags>{''.join(tags)}</tags>"] if tags else []


def _answers(draft: ItemDraft) -> list[str]:
    if draft.kind == "number":
        return [_number(draft.answers)]
    if draft.kind == "text":
        spellings = [spelling(answer).replace("*", "\\*") for answer in draft.answers]
        return ["    <usecase>0</usecase>", *(_answer("100", escaped(text), form="plain_text") for text in spellings)]
    if draft.kind == "matching":
        return ["    <shuffleanswers>1</shuffleanswers>", *(_pair(draft, option) for option in draft.options)]
    if draft.kind == "ordering":
        return [ORDERING, *(_option(draft, option, str(place)) for place, option in enumerate(draft.options, 1))]
    earned = share([option.right for option in draft.options].count(True))
    wrong = f"-{earned}" if draft.kind == "multiple" else "0"
    return [
        f"    <single>{'true' if draft.kind == 'single' else 'false'}</single>",
        "    <shuffleanswers>1</shuffleanswers>",
        "    <answernumbering>ABCD</answernumbering>",
        *(_option(draft, option, earned if option.right else wrong) for option in draft.options),
    ]


def _option(draft: ItemDraft, option: OptionDraft, earned: str) -> str:
    """A wrong tick takes back what a right one gave, as it does here."""
    why = _cdata(text_html(draft, option.why_vi, option.why_en))
    feedback = f'<feedback format="html"><text>{why}</text></feedback>' if why else ""
    return _answer(earned, _cdata(text_html(draft, option.vi, option.en)), feedback)


def _answer(earned: str, text: str, more: str = "", form: str = "html") -> str:
    return f'    <answer fraction="{earned}" format="{form}"><text>{text}</text>{more}</answer>'


def _pair(draft: ItemDraft, option: OptionDraft) -> str:
    prompt = _cdata(text_html(draft, option.vi, option.en))
    partner = _cdata(text_html(draft, option.match_vi, option.match_en))
    return f'    <subquestion format="html"><text>{prompt}</text><answer><text>{partner}</text></answer></subquestion>'


def _number(answers: tuple[str, ...]) -> str:
    """Moodle states a range by its middle and what is allowed on either side."""
    low, high = Decimal(answers[0]), Decimal(answers[-1])
    middle, tolerance = (low + high) / 2, (high - low) / 2
    more = f"<tolerance>{tolerance:f}</tolerance>"
    return _answer("100", f"{middle:f}", more, "moodle_auto_format")


def _cdata(html_text: str) -> str:
    """HTML that XML leaves alone; "]]>" cannot be in it, since its ">" are escaped or close a tag."""
    return f"<![CDATA[{html_text}]]>" if html_text else ""
