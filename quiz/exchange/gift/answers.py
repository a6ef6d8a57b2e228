"""What stands between the braces of a GIFT question."""

import re
from collections.abc import Callable
from decimal import Decimal

from quiz.exchange import credit
from quiz.exchange.credit import FULL, QuestionRefused
from quiz.exchange.found import MAX_OPTIONS, Found, FoundOption
from quiz.exchange.gift.blocks import shown
from quiz.exchange.markup import Words

TRUE_FALSE = re.compile(r"(T|TRUE|F|FALSE)\s*(#.*)?", re.IGNORECASE | re.DOTALL)
FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%([-+0-9.,eE]{1,20})%")
_MARK = re.compile(r"[~=]")
TRUE, FALSE = Words("Đúng", "True"), Words("Sai", "False")
Answer = tuple[str, Decimal | None, str, str]  # mark, share, text, feedback


def read_answers(found: Found, inner: str, form: str) -> None:
    """Kind, options and answers of the question; raises `QuestionRefused`."""
    inner, fence, general = inner.rpartition("####") if "####" in inner else (inner, "", "")
    inner = inner.strip()
    if fence:
        text, its_form = formed(general, form)
        found.take_explanation(text, its_form)
    _reader(inner)(found, inner, form)


def formed(text: str, form: str) -> tuple[str, str]:
    """The text without its "[html]", and its format: its own or the one around it."""
    own = FORM.match(text)
    if own:
        return shown(text[own.end() :]), own[1].lower()
    return shown(text), form


def _reader(inner: str) -> Callable[[Found, str, str], None]:
    if not inner:
        raise QuestionRefused("kind_not_carried", "essay")
    if inner.startswith("#"):
        return _numbers
    if inner.startswith(">"):
        return _ordering
    if "~" in inner:
        return _choice
    if "=" in inner and "->" in inner:
        return _matching
    return _true_false if TRUE_FALSE.fullmatch(inner) else _short


def _answers(inner: str) -> list[Answer]:
    """Answers behind their "=" or "~"; what stands before the first of these has the mark ""."""
    marks = _MARK.findall(inner)
    if len(marks) > MAX_OPTIONS:
        raise QuestionRefused("options_too_many")
    first, *texts = _MARK.split(inner)
    answers = [_answer("", first)] if first.strip() else []
    return answers + [_answer(mark, text) for mark, text in zip(marks, texts, strict=True)]


def _answer(mark: str, text: str) -> Answer:
    text, _hash, feedback = text.partition("#")
    weight = _WEIGHT.match(text)
    if weight:
        return mark, credit.weight_of(weight[1]), text[weight.end() :].strip(), feedback.strip()
    return mark, None, text.strip(), feedback.strip()


def _choice(found: Found, inner: str, form: str) -> None:
    answers = _answers(inner)
    if not all(mark for mark, _weight, _text, _feedback in answers):
        raise QuestionRefused("answer_unmarked", shown(answers[0][2]))
    usual = {"=": FULL, "~": Decimal(0)}
    weights = [usual[mark] if weight is None else weight for mark, weight, _text, _feedback in answers]
    several = all(mark == "~" for mark, _weight, _text, _feedback in answers)
    result = credit.chosen(weights, several=several)
    found.kind = result.kind
    for right, (_mark, _weight, text, feedback) in zip(result.right, answers, strict=True):
        option, why = formed(text, form), formed(feedback, form)
        found.options.append(FoundOption(found.words(*option), right=right, why=found.words(*why)))
    _note(found, result.notes)


def _matching(found: Found, inner: str, form: str) -> None:
    found.kind = "matching"
    if inner.count("=") > MAX_OPTIONS:
        raise QuestionRefused("options_too_many")
    first, *pairs = inner.split("=")
    if first.strip():
        raise QuestionRefused("answer_unmarked", shown(first.strip()))
    for pair in pairs:
        prompt, arrow, partner = pair.partition("->")
        if not arrow or not partner.strip():
            raise QuestionRefused("match_bad", shown(pair.strip()))
        words = found.words(*formed(prompt, form))
        found.options.append(FoundOption(words, match=found.words(*formed(partner, form))))


def _true_false(found: Found, inner: str, form: str) -> None:
    """The first feedback is for who answers wrongly, the second for who answers rightly."""
    word, *feedback = inner.split("#", 2)
    is_true = word.strip().upper().startswith("T")
    wrong, right = [found.words(*formed(text, form)) for text in [*feedback, "", ""][:2]]
    found.kind = "single"
    found.options = [
        FoundOption(TRUE, right=is_true, why=right if is_true else wrong),
        FoundOption(FALSE, right=not is_true, why=wrong if is_true else right),
    ]


def _short(found: Found, inner: str, _form: str) -> None:
    """Answers of short-answer questions are plain text, never HTML."""
    found.kind = "text"
    given = [(FULL if weight is None else weight, shown(text)) for _mark, weight, text, _feedback in _answers(inner)]
    spellings, notes = credit.accepted(given)
    found.answers = [found.words(spelling, "plain").vi for spelling in spellings]
    _note(found, notes)
    _note_feedback(found, inner)


def _numbers(found: Found, inner: str, _form: str) -> None:
    found.kind = "number"
    answers = [answer for answer in _answers(inner[1:]) if answer[0] != "~"]
    ranges = [(FULL if weight is None else weight, *_range(text)) for _mark, weight, text, _feedback in answers]
    numbers, notes = credit.one_range(ranges)
    found.answers = list(numbers)
    _note(found, notes)
    _note_feedback(found, inner[1:])


def _range(text: str) -> tuple[Decimal, Decimal]:
    """ "1822:5" and "1817..1827" alike."""
    text = shown(text)
    low, dots, high = text.partition("..")
    if dots:
        return credit.number_of(low), credit.number_of(high)
    value, _colon, tolerance = text.partition(":")
    return credit.around(credit.number_of(value), credit.number_of(tolerance or "0"))


def _ordering(found: Found, inner: str, form: str) -> None:
    """Moodle's ordering type writes its settings behind ">" and then a line for each thing, in the right order."""
    found.kind = "ordering"
    lines = [line for line in inner.split("\n")[1:] if line.strip()]
    if len(lines) > MAX_OPTIONS:
        raise QuestionRefused("options_too_many")
    found.options = [FoundOption(found.words(*formed(line, form))) for line in lines]


def _note(found: Found, notes: list[tuple[str, str]]) -> None:
    for code, value in notes:
        found.note(code, shown(value))


def _note_feedback(found: Found, inner: str) -> None:
    if any(feedback for _mark, _weight, _text, feedback in _answers(inner)):
        found.note("feedback_dropped")
