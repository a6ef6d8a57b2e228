"""Exam papers in Word (.docx), as teachers write them. See `words` for what such papers look like.

Questions begin with "Câu 1." (typed or an automatic number) or, in papers without that word, with bare numbers.
Options are A to H, on lines of their own, beside each other, or in a table. The key is a mark (underlined, bold,
highlighted, red, a star), a line ("Đáp án: B"), or a list or table behind the questions. Papers hold single and
multiple choice in one language, a level, an explanation and a picture; no name, source, remarks, marks or alternative
text in two languages.
"""

from collections.abc import Sequence

from quiz.exchange.marks import left_behind
from quiz.exchange.media import media_of
from quiz.exchange.reading import FileRefused, Reading, Written
from quiz.exchange.word.body import Paragraph, blocks_of
from quiz.exchange.word.exam import exam_of
from quiz.exchange.word.keys import KeyTable, letters_in
from quiz.exchange.word.lines import Line, lines_of
from quiz.exchange.word.looks import PLAIN, styles_of
from quiz.exchange.word.numbers import Numbering, numbering_of
from quiz.exchange.word.package import Package, opened
from quiz.exchange.word.questions import gather
from quiz.exchange.word.writing import letters_of, written
from quiz.exchange.word.writing import lines_of as printed
from quiz.exchange.writable import obstacle
from quiz.rules.draft import ItemDraft, Problem

MOST_OPTIONS = 8  # A to H
NOT_HELD = ("source", "remarks", "marks")


def read(data: bytes, name: str = "") -> Reading:
    """Drafts of single and multiple choice; texts are taken as Vietnamese. Places are the printed numbers, "#3".

    Problems: no_key, key_conflict, answer_unknown, number_twice, options_too_few, option_out_of_order, option_empty,
    kind_not_carried (a question without options), stem_missing, text_too_long, slug_twice. Notes: number_twice,
    line_not_read, picture_dropped, picture_refused, table_not_kept, textbox_not_read, equation_not_kept,
    object_not_read, symbol_not_read, footnote_not_read, markup_dropped, key_table_unclear, key_without_question.
    Raises `FileRefused`: no_questions, too_many_items, and what `opened` refuses.
    """
    package = opened(data)
    styles = styles_of(package.beside("styles.xml"))
    numbering = numbering_of(package.beside("numbering.xml"))
    blocks = blocks_of(package.parts[package.document], styles)
    exam = exam_of(list(lines_of(blocks, numbering)))
    if not exam.questions:
        raise FileRefused("no_questions")
    return gather(exam, package).reading


def write(drafts: Sequence[ItemDraft], *, language: str = "vi") -> Written:
    """A printable paper of the single and multiple choice items in one language ("vi" or "en"), keys at its end.

    Notes: kind_not_carried, no_key, stem_missing, options_too_few, options_too_many (over 8), language_missing: the
    item is left out; text_not_read_back (printed, but our reader would take a text such as "A. B. C." apart);
    drawing_needs_new_word (an SVG picture, which Word shows from 2016 on and older programs as a grey field);
    fields_not_carried for what the others lose.
    """
    notes: list[Problem] = []
    kept = []
    for draft in drafts:
        problem = _obstacle(draft, language)
        if problem:
            notes.append(problem)
            continue
        kept.append(draft)
        other = "en" if language == "vi" else "vi"
        notes += left_behind(draft, [f"stem_{other}", f"explanation_{other}", *NOT_HELD])
        if draft.picture and media_of(draft.picture.data) == "image/svg+xml":
            notes.append(Problem(draft.slug, "drawing_needs_new_word", (draft.picture.name,)))
        if not _comes_back(draft, language):
            notes.append(Problem(draft.slug, "text_not_read_back"))
    return Written(written(kept, language), tuple(notes))


def _obstacle(draft: ItemDraft, language: str) -> Problem | None:
    problem = obstacle(draft, lost=("matching", "ordering", "number", "text"))
    if problem:
        return problem
    if not 2 <= len(draft.options) <= MOST_OPTIONS:
        return Problem(draft.slug, "options_too_many" if len(draft.options) > MOST_OPTIONS else "options_too_few")
    texts = [getattr(draft, f"stem_{language}"), *(getattr(option, language) for option in draft.options)]
    return None if all(texts) else Problem(draft.slug, "language_missing", (language,))


def _comes_back(draft: ItemDraft, language: str) -> bool:
    """Whether our reader finds in the lines what was put into them."""
    lines, why = printed(draft, 1, language)
    keys = KeyTable([(1, letters_in(letters_of(draft)))])
    gathered = gather(exam_of([*map(_line, lines), keys, *([_line(why)] if why else [])]), Package({}, "")).reading
    if len(gathered.drafts) != 1 or gathered.problems or gathered.notes:
        return False
    [found] = gathered.drafts
    texts = [found.level, found.stem_vi, found.explanation_vi, *(option.vi for option in found.options)]
    wanted = ["", *(getattr(draft, f"{part}_{language}") for part in ("stem", "explanation"))]
    wanted += [getattr(option, language) for option in draft.options]
    return texts == wanted and [option.right for option in found.options] == [option.right for option in draft.options]


def _line(text: str) -> Line:
    [line] = lines_of([Paragraph(list(text), [PLAIN] * len(text))], Numbering())
    if not isinstance(line, Line):  # a paragraph is no table of keys
        raise TypeError
    return line
