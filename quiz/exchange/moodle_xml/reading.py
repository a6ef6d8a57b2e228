"""Questions of a Moodle XML file, one type after the other."""

from collections.abc import Callable
from decimal import Decimal
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from quiz.exchange import credit
from quiz.exchange.credit import FULL, QuestionRefused
from quiz.exchange.found import MAX_OPTIONS, Found, FoundOption
from quiz.exchange.gift.answers import FALSE, TRUE
from quiz.exchange.pictures import PictureRefused, unpacked

PLUGIN_FILE = "@@PLUGINFILE@@"
FALSE_WORDS = frozenset({"", "0", "false"})


def fill(found: Found, question: Element) -> None:
    """Everything of the question; raises `QuestionRefused`."""
    kind = question.get("type", "").strip().lower()
    if kind not in _READERS:
        raise QuestionRefused("kind_not_carried", kind or "?")
    found.names += [text_in(question, "idnumber").strip(), text_in(question, "name/text").strip()]
    found.tags += [tag.text or "" for tag in question.findall("tags/tag/text")]
    stem = question.find("questiontext")
    if stem is not None:
        _take_stem(found, question, stem)
    general = question.find("generalfeedback")
    if general is not None:
        found.take_explanation(*_text(general, question))
    if len(question.findall("answer")) + len(question.findall("subquestion")) > MAX_OPTIONS:
        raise QuestionRefused("options_too_many")
    _READERS[kind](found, question)
    if any(text_in(hint, "text").strip() for hint in question.findall("hint")):
        found.note("hint_dropped")
    units = [text_in(unit, "unit_name").strip() for unit in question.findall("units/unit")[:9]]
    if any(units):
        found.note("units_dropped", ", ".join(units))


def text_in(element: Element, path: str) -> str:
    """The text of the first such element, "" if there is none."""
    return element.findtext(path) or ""


def _text(element: Element, question: Element) -> tuple[str, str]:
    """The text of an element and its format: its own, or the one of the question. Some writers leave out `<text>`."""
    form = element.get("format") or question.find("questiontext[@format]")
    if isinstance(form, Element):
        form = form.get("format")
    inner = element.find("text")
    text = element.text if inner is None else inner.text
    return text or "", (form or "html").strip().lower()


def _take_stem(found: Found, question: Element, stem: Element) -> None:
    files = {_address(file): file for file in stem.findall("file")}
    text, form = _text(stem, question)
    old = text_in(question, "image_base64")
    if old.strip():
        # before Moodle 2.0 a question had one picture of its own
        text += f'<img src="{PLUGIN_FILE}/{(text_in(question, "image") or "picture").rpartition("/")[2]}" alt="">'
    shown: set[str] = set()

    def bytes_at(address: str) -> bytes | None:
        if not address.startswith(f"{PLUGIN_FILE}/"):
            return None
        name = unquote(address.removeprefix(f"{PLUGIN_FILE}/").partition("?")[0])
        shown.add(name)
        file = files.get(name)
        if file is None:
            return unpacked(old) if old.strip() else None
        return _bytes(file)

    found.take_stem(text, form, bytes_at)
    for name in files:
        if name not in shown and f"/{name}" not in unquote(text):
            found.note("picture_dropped", name)


def _address(file: Element) -> str:
    """Where the file lies below the question: folder and name, without a slash in front."""
    return f"{file.get('path', '/')}/{file.get('name', '')}".replace("//", "/").lstrip("/")


def _bytes(file: Element) -> bytes:
    steps = _address(file).replace("\\", "/").split("/")
    if ".." in steps or "\0" in _address(file):
        raise PictureRefused("unsafe")
    if (file.get("encoding") or "base64").lower() != "base64":
        raise PictureRefused("broken")
    return unpacked(file.text or "")


def _options(found: Found, question: Element) -> list[tuple[Decimal, FoundOption]]:
    options = []
    for answer in question.findall("answer"):
        words = found.words(*_text(answer, question))
        feedback = answer.find("feedback")
        why = found.words(*_text(feedback, question)) if feedback is not None else found.words("", "plain")
        options.append((_weight(answer), FoundOption(words, why=why)))
    return options


def _weight(answer: Element) -> Decimal:
    return credit.weight_of(answer.get("fraction") or "0")


def _choice(found: Found, question: Element) -> None:
    several = text_in(question, "single").strip().lower() in {"0", "false"}
    options = _options(found, question)
    result = credit.chosen([weight for weight, _option in options], several=several)
    found.kind = result.kind
    for right, (_weight, option) in zip(result.right, options, strict=True):
        option.right = right
        found.options.append(option)
    _note(found, result.notes)


def _true_false(found: Found, question: Element) -> None:
    """Two options, whatever the file calls them."""
    found.kind = "single"
    for weight, option in _options(found, question):
        word = option.words.vi.lower()
        option.words = TRUE if word in {"true", "1", "đúng"} else FALSE
        option.right = weight == FULL
        found.options.append(option)
    if [option.right for option in found.options].count(True) != 1:
        raise QuestionRefused("no_key")


def _short(found: Found, question: Element) -> None:
    found.kind = "text"
    answers = question.findall("answer")
    spellings, notes = credit.accepted([(_weight(answer), text_in(answer, "text")) for answer in answers])
    found.answers = [found.words(spelling, "plain").vi for spelling in spellings]
    _note(found, notes)
    if text_in(question, "usecase").strip() not in FALSE_WORDS:
        found.note("case_not_kept")
    _note_feedback(found, question)


def _numbers(found: Found, question: Element) -> None:
    found.kind = "number"
    ranges = []
    for answer in question.findall("answer"):
        text, weight = text_in(answer, "text").strip() or (answer.text or "").strip(), _weight(answer)
        if text == "*" and weight < FULL:
            continue  # what every other number earns
        tolerance = text_in(answer, "tolerance").strip()
        low, high = credit.around(credit.number_of(text), credit.number_of(tolerance or "0"))
        ranges.append((weight, low, high))
    numbers, notes = credit.one_range(ranges)
    found.answers = list(numbers)
    _note(found, notes)
    _note_feedback(found, question)


def _matching(found: Found, question: Element) -> None:
    found.kind = "matching"
    for pair in question.findall("subquestion"):
        partner = pair.find("answer")
        words = found.words(*_text(pair, question))
        # partners are chosen from a list: plain text, which may still be marked by language
        match = found.words(_text(partner, question)[0], "html") if partner is not None else found.words("", "plain")
        if not (match.vi or match.en):
            raise QuestionRefused("match_bad", words.vi or words.en)
        found.options.append(FoundOption(words, match=match))
    if not found.options:
        raise QuestionRefused("no_key")


def _ordering(found: Found, question: Element) -> None:
    """In the order of the shares 1, 2, 3 … if they say one, else as the file has them."""
    found.kind = "ordering"
    answers = question.findall("answer")
    places = [credit.number_of(answer.get("fraction") or "0") for answer in answers]
    if len(set(places)) == len(places):
        answers = [answer for _place, answer in sorted(zip(places, answers, strict=True), key=lambda pair: pair[0])]
    for answer in answers:
        feedback = answer.find("feedback")
        why = found.words(*_text(feedback, question)) if feedback is not None else found.words("", "plain")
        found.options.append(FoundOption(found.words(*_text(answer, question)), why=why))
    if not found.options:
        raise QuestionRefused("no_key")


def _note(found: Found, notes: list[tuple[str, str]]) -> None:
    for code, value in notes:
        found.note(code, value)


def _note_feedback(found: Found, question: Element) -> None:
    if any(text.text and text.text.strip() for text in question.findall("answer/feedback/text")):
        found.note("feedback_dropped")


_READERS: dict[str, Callable[[Found, Element], None]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _numbers,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
}
