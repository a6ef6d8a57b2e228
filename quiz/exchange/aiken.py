"""Aiken: a question on a line, options "A. …", and "ANSWER: A" (https://docs.moodle.org/en/Aiken_format).

The format holds single choice in one language and nothing else: no name, explanation, source, remarks, picture or
marks. A stem that looks like an option or an answer cannot be written, since Aiken has no way to say that it is none.
Letters and the word ANSWER are capital; a full stop or a bracket stands behind a letter; the space behind that may be
left out. A stem may run over several lines as long as no empty one comes between.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from quiz.exchange.credit import FULL, QuestionRefused, chosen
from quiz.exchange.found import Found, FoundOption, Gathering
from quiz.exchange.marks import left_behind
from quiz.exchange.plain import lines_of, printable, text_of
from quiz.exchange.reading import Reading, Written
from quiz.rules.draft import ItemDraft, Problem

OPTION = re.compile(r"([A-Z])[.)]\s?(.*)")
SMALL_OPTION = re.compile(r"[a-z][.)]\s")
ANSWER = re.compile(r"ANSWER:(.*)")
LOOSE_ANSWER = re.compile(r"(?:ANSWER|ĐÁP ÁN)\s*:", re.IGNORECASE)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NOT_HELD = ("explanation", "source", "remarks", "picture", "marks")


@dataclass
class _Block:
    """One question as its lines are met. `line` is where it begins, `fault` the first thing wrong with it."""

    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    answer: str | None = None
    fault: tuple[str, int, tuple[str, ...]] | None = None
    gap: bool = False  # an empty line was the last one

    def wrong(self, code: str, line: int, *values: str) -> None:
        self.fault = self.fault or (code, line, values)


def read(data: bytes, name: str = "") -> Reading:
    """Drafts of single choice; texts are taken as Vietnamese. Places are lines, "L12".

    Problems: question_missing (options or answer without a question), options_too_few, option_out_of_order,
    option_not_capital, answer_line_bad, answer_unknown (a letter that no option has), question_unfinished (no answer
    line), slug_twice. Raises `FileRefused`: empty_file, too_large, not_text, too_many_items.
    """
    gathering = Gathering()
    block = _Block()
    for number, line in enumerate(lines_of(text_of(data)), start=1):
        block = _line(block, number, line.strip(), gathering)
    _close(block, gathering)
    return gathering.reading


def _line(block: _Block, number: int, line: str, gathering: Gathering) -> _Block:
    """The block that goes on after this line."""
    if not line:
        block.gap = True
        return block
    if _is_text(line) and (block.options or (block.stem and block.gap)):
        _close(block, gathering)
        block = _Block()
    block.line = block.line or number
    block.gap = False
    if answer := ANSWER.fullmatch(line):
        block.answer = answer[1].strip()
        _close(block, gathering, number)
        return _Block()
    if option := OPTION.fullmatch(line):
        _option(block, number, option[1], option[2].strip())
    else:
        _text(block, number, line)
    return block


def _is_text(line: str) -> bool:
    return not (OPTION.fullmatch(line) or ANSWER.fullmatch(line) or LOOSE_ANSWER.match(line))


def _option(block: _Block, number: int, letter: str, text: str) -> None:
    if not block.stem:
        block.wrong("question_missing", number)
    elif letter != LETTERS[len(block.options) % len(LETTERS)] or len(block.options) >= len(LETTERS):
        block.wrong("option_out_of_order", number, letter)
    else:
        block.options.append(text)


def _text(block: _Block, number: int, line: str) -> None:
    if LOOSE_ANSWER.match(line):
        block.wrong("answer_line_bad", number, line)
    elif block.stem and SMALL_OPTION.match(line):
        block.wrong("option_not_capital", number, line)
    block.stem.append(line)


def _close(block: _Block, gathering: Gathering, number: int = 0) -> None:
    """Hands the block over; `number` is the line of its answer, 0 if none came."""
    if not block.line:
        return
    if not number:
        block.wrong("question_unfinished", block.line)
    elif not block.stem:
        block.wrong("question_missing", number)
    elif len(block.options) < 2:
        block.wrong("options_too_few", number)
    elif not block.answer or block.answer not in LETTERS[: len(block.options)] or len(block.answer) > 1:
        block.wrong("answer_unknown", number, block.answer or "")
    place = f"L{block.fault[1] if block.fault else block.line}"
    gathering.take(Found(place), lambda found: _fill(found, block))


def _fill(found: Found, block: _Block) -> None:
    if block.fault:
        code, _line, values = block.fault
        raise QuestionRefused(code, *values)
    right = LETTERS.index(block.answer or "A")
    rights = chosen([FULL if place == right else Decimal(0) for place in range(len(block.options))], several=False)
    found.kind = rights.kind
    found.stem = found.words(" ".join(block.stem), "plain")
    found.options = [
        FoundOption(found.words(text, "plain"), right=is_right)
        for text, is_right in zip(block.options, rights.right, strict=True)
    ]


def write(drafts: Sequence[ItemDraft], *, language: str = "vi") -> Written:
    """The single-choice items in one language ("vi" or "en").

    Notes: kind_not_carried, language_missing (an item that has nothing in this language), stem_not_carried (it begins
    like an option or an answer), no_key, options_too_many; fields_not_carried for what the others lose.
    """
    texts, notes = [], []
    for draft in drafts:
        code, value = _obstacle(draft, language)
        if code:
            notes.append(Problem(draft.slug, code, (value,) if value else ()))
            continue
        notes += left_behind(draft, [*_other_language(draft, language), *NOT_HELD])
        texts.append(_written(draft, language))
    return Written("\n".join(texts).encode(), tuple(notes))


def _obstacle(draft: ItemDraft, language: str) -> tuple[str, str]:
    """Why the item cannot be written: a code and its value; two empty texts if it can."""
    stem = printable(getattr(draft, f"stem_{language}"))
    if draft.kind != "single":
        return "kind_not_carried", draft.kind
    if not stem or not all(getattr(option, language) for option in draft.options):
        return "language_missing", language
    if not _is_text(stem) or SMALL_OPTION.match(stem):
        return "stem_not_carried", stem[:40]
    if len(draft.options) > len(LETTERS):
        return "options_too_many", ""
    return ("", "") if [option.right for option in draft.options].count(True) == 1 else ("no_key", "")


def _other_language(draft: ItemDraft, language: str) -> list[str]:
    other = "stem_en" if language == "vi" else "stem_vi"
    return [other] if getattr(draft, other) else []


def _written(draft: ItemDraft, language: str) -> str:
    lines = [printable(getattr(draft, f"stem_{language}"))]
    lines += [
        f"{letter}. {printable(getattr(option, language))}"
        for letter, option in zip(LETTERS, draft.options, strict=False)
    ]
    right = next(letter for letter, option in zip(LETTERS, draft.options, strict=False) if option.right)
    return "\n".join([*lines, f"ANSWER: {right}", ""])
