"""What the paper says of a question, weighed: which options are right, and all the rest of a draft."""

from collections import Counter

from quiz.exchange.credit import QuestionRefused
from quiz.exchange.found import LONGEST_TEXT, Found, FoundOption, Gathering
from quiz.exchange.markup import Words
from quiz.exchange.pictures import PictureRefused, picture_of
from quiz.exchange.plain import printable
from quiz.exchange.reading import slug_for, tidy
from quiz.exchange.word import words
from quiz.exchange.word.body import Shown
from quiz.exchange.word.choices import Choice
from quiz.exchange.word.exam import Exam, Question
from quiz.exchange.word.lines import Line
from quiz.exchange.word.looks import BOLD, COLOUR, HIGHLIGHT, PLAIN, RED, UNDERLINE
from quiz.exchange.word.package import Package
from quiz.rules.draft import Problem

LONGEST_ALT = 1_000


def gather(exam: Exam, package: Package) -> Gathering:
    """Drafts, problems and notes of the paper; places are the numbers that it prints, "#3"."""
    gathering = Gathering()
    counts = Counter(question.number for question in exam.questions)
    placed = Counter((question.number, question.section) for question in exam.questions)
    for question in exam.questions:
        is_double = counts[question.number] > 1
        question.said += _listed(
            exam, question, is_double=is_double, is_placed=placed[question.number, question.section] == 1
        )
        found = Found(f"#{question.number}")
        gathering.take(found, lambda found, q=question, d=is_double: _fill(found, q, package, is_double=d))  # type: ignore[misc]
    gathering.reading.notes += [Problem("", code, (value,) if value else ()) for code, value in exam.notes]
    unknown = [str(number) for number in sorted(exam.keys) if number not in counts]
    if unknown:
        gathering.reading.notes.append(Problem("", "key_without_question", (", ".join(unknown[:20]),)))
    return gathering


def _listed(exam: Exam, question: Question, *, is_double: bool, is_placed: bool) -> list[str]:
    """What tables and lists say of a question; where several have its number, what they say in its own section."""
    keys = exam.keys.get(question.number, set())
    if not is_double:
        return [letters for _section, letters in keys]
    return [letters for section, letters in keys if section and section == question.section and is_placed]


def _fill(found: Found, question: Question, package: Package, *, is_double: bool) -> None:
    if question.fault:
        raise QuestionRefused(*question.fault)
    if len(question.choices) < 2:
        raise QuestionRefused(*(["options_too_few"] if question.choices else ["kind_not_carried", "essay"]))
    rights = _rights(question, is_double=is_double)
    stem, level = words.level_at_end(_text(question.stem))
    found.stem = Words(stem)
    found.explanation = Words(tidy(printable(" ".join(question.explanation))))
    found.kind = "multiple" if len(rights) > 1 else "single"
    found.options = [
        FoundOption(Words(_text(choice.texts)), right=choice.letter in rights) for choice in question.choices
    ]
    if max(len(text) for text in _texts(found)) > LONGEST_TEXT:
        raise QuestionRefused("text_too_long")
    empty = [
        choice.letter for choice, option in zip(question.choices, found.options, strict=True) if not option.words.vi
    ]
    if empty:
        raise QuestionRefused("option_empty", ", ".join(empty))
    if found.explanation.vi in {option.words.vi for option in found.options if option.right}:
        found.explanation = Words()  # "1. B. Hà Nội" says no more than "1. B"
    if level or question.level:
        found.tags.append(f"level:{question.level or level}")
    _note(found, question, is_double=is_double)
    _take_picture(found, question, package)


def _texts(found: Found) -> list[str]:
    return [found.stem.vi, found.explanation.vi, *(option.words.vi for option in found.options)]


def _text(lines: list[Line]) -> str:
    return tidy(printable(" ".join(line.text for line in lines)))


def _note(found: Found, question: Question, *, is_double: bool) -> None:
    if is_double:
        found.note("number_twice", str(question.number))
    lost = {value for code, value in question.notes if code == "markup_dropped"}
    found.dropped |= lost
    for code, value in question.notes:
        if code != "markup_dropped":
            found.note(code, *([value] if value else []))


def _rights(question: Question, *, is_double: bool) -> set[str]:
    """The letters that marks, lines and lists agree on.

    Raises `QuestionRefused`: no_key, number_twice (the list cannot mean one of two), key_conflict, answer_unknown.
    """
    letters = {choice.letter for choice in question.choices}
    ways = {frozenset(way) for way in [*_marked(question.choices), *map(set, question.said)] if way}
    if not ways:
        raise QuestionRefused("number_twice" if is_double else "no_key", *([str(question.number)] if is_double else []))
    if len(ways) > 1:
        raise QuestionRefused("key_conflict", *sorted(", ".join(sorted(way)) for way in ways))
    [rights] = ways
    unknown = sorted(rights - letters)
    if unknown:
        raise QuestionRefused("answer_unknown", ", ".join(unknown))
    return set(rights)


def _marked(choices: list[Choice]) -> list[set[str]]:
    """What each mark that some options have and others have not says of the key."""
    ways = [{choice.letter for choice in choices if choice.starred}]
    for mark in (UNDERLINE, HIGHLIGHT, RED):
        ways += _ways(choices, mark)
    telling = [way for way in ways if 0 < len(way) < len(choices)]
    # bold letters and other colours are often decoration: one letter without it says nothing
    telling += [way for way in _ways(choices, BOLD) if 0 < len(way) <= len(choices) / 2]
    return telling or [way for way in _ways(choices, COLOUR) if 0 < len(way) <= len(choices) / 2]


def _ways(choices: list[Choice], mark: str) -> list[set[str]]:
    """Options whose letter has the mark, and options whose whole text has it."""
    by_letter = {choice.letter for choice in choices if mark in choice.mark.marks(0, 1)}
    by_text = {choice.letter for choice in choices if mark in _common(choice.texts)}
    return [by_letter, by_text]


def _common(lines: list[Line]) -> frozenset[str]:
    said = [line.marks(0, len(line.text)) for line in lines if any(map(str.isalnum, line.letters))]
    return frozenset.intersection(*said) if said else PLAIN


def _take_picture(found: Found, question: Question, package: Package) -> None:
    """The first picture of the stem that can be kept."""
    for shown in question.pictures:
        name, part = _source(shown, package)
        if found.picture:
            found.note("picture_dropped", name)
            continue
        try:
            if part not in package.parts:
                raise PictureRefused("not_in_file")
            alt = tidy(printable(shown.alt))[:LONGEST_ALT]
            found.picture = picture_of(name, package.parts[part], alt, alt)
        except PictureRefused as refused:
            found.note("picture_refused", name, refused.reason)
    if found.picture:
        # two questions may differ in nothing else
        found.names.append(slug_for("", [*_texts(found), found.picture.digest]))


def _source(shown: Shown, package: Package) -> tuple[str, str]:
    """Name and part of a picture: of the drawing it stands for, if it is named so, as our own files do."""
    part = package.targets.get(shown.identity, "")
    if shown.name.endswith(".svg") and shown.drawing in package.targets:
        return shown.name, package.targets[shown.drawing]
    is_name = "." in shown.name and shown.name.rpartition(".")[2] == part.rpartition(".")[2]
    return shown.name if is_name else part.rpartition("/")[2] or shown.identity, part
