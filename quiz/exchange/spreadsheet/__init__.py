"""Items in an Excel workbook (.xlsx, ECMA-376, https://support.microsoft.com/office for people): a row for each.

The sheet carries all six kinds and everything an item has except its picture: a cell holds no picture that could be
told from decoration. Up to 26 options; headings in Vietnamese, in any order, with or without diacritics. Numbers come
back without needless zeros. Raised and lowered letters, colours and fonts of a cell are not looked at.
"""

from collections.abc import Sequence

from quiz.exchange import marks
from quiz.exchange.credit import QuestionRefused
from quiz.exchange.found import Found, Gathering
from quiz.exchange.reading import FileRefused, Reading, Written
from quiz.exchange.spreadsheet.columns import LETTERS
from quiz.exchange.spreadsheet.guide import COMMENTS, EXAMPLES, GUIDE
from quiz.exchange.spreadsheet.header import Header, header_of
from quiz.exchange.spreadsheet.reading import Row, fill
from quiz.exchange.spreadsheet.writing import ITEMS, LISTS, LONGEST_CELL, ROWS, Workbook, columns_for, value_of
from quiz.exchange.workbook import Sheet, read_book
from quiz.exchange.writable import obstacle
from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.text import fold

EXAMPLE_SHEET, GUIDE_SHEET = "Ví dụ", "Hướng dẫn"
_OWN = {fold(name) for name in (EXAMPLE_SHEET, GUIDE_SHEET, LISTS)}


def read(data: bytes, name: str = "") -> Reading:
    """Drafts of every sheet that has our headings; the sheets "Ví dụ", "Hướng dẫn" and "Danh mục" are passed over.

    Places are "Câu hỏi!7" (a row) and "Câu hỏi!C7" (a cell). Problems: kind_not_carried, stem_missing, no_key, key_bad,
    key_count, answer_unknown, match_bad, number_bad, number_unclear, range_reversed, day_bad, cell_error,
    text_too_long, slug_twice. Notes: value_not_kept, column_unknown, sheet_not_read, picture_dropped.
    Raises `FileRefused`: column_missing, column_twice, no_headings, too_many_items, and what `read_book` refuses.
    """
    book = read_book(data)
    gathering = Gathering()
    topics = _topics(book.sheets)
    found_headings = False
    for sheet in book.sheets:
        if fold(sheet.name) in _OWN:
            continue
        header = None if sheet.hidden else header_of(sheet)
        if header:
            found_headings = True
            _read_sheet(sheet, header, topics, gathering)
        elif any(cell != "" for row in sheet.rows for cell in row):
            gathering.reading.notes.append(Problem(sheet.name[:40], "sheet_not_read"))
    if not found_headings:
        raise FileRefused("no_headings")
    if book.pictures:
        gathering.reading.notes.append(Problem("", "picture_dropped", (", ".join(book.pictures[:10]),)))
    return gathering.reading


def _read_sheet(sheet: Sheet, header: Header, topics: dict[str, str], gathering: Gathering) -> None:
    for place, heading in header.unknown.items():
        gathering.reading.notes.append(Problem(sheet.place(header.row, place), "column_unknown", (heading,)))
    for number in range(header.row + 1, len(sheet.rows)):
        row = Row(sheet, header, number, topics)
        if not row.is_empty():
            gathering.take(Found(sheet.place(number)), lambda found, row=row: fill(found, row))  # type: ignore[misc]


def _topics(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Codes by plain name, from the list of topics that our template carries: "Hiến chương ASEAN (charter)"."""
    topics: dict[str, str] = {}
    lists = next((sheet for sheet in sheets if fold(sheet.name) == fold(LISTS)), None)
    for row in lists.rows[:500] if lists else []:
        for cell in row:
            text, _bracket, code = cell[:200].rpartition(" (") if isinstance(cell, str) else ("", "", "")
            if text and marks.TOPIC.fullmatch(code.removesuffix(")")):
                topics.setdefault(fold(text), code.removesuffix(")"))
    return topics


def write(drafts: Sequence[ItemDraft], *, language: str = "vi") -> Written:
    """The items in both languages, whatever `language` says.

    Notes: no_key, stem_missing, kind_not_carried (a kind that nobody knows), options_too_many (over 26), number_bad,
    text_too_long (over 32,767 characters in a cell): the item is left out; fields_not_carried for pictures.
    """
    notes: list[Problem] = []
    kept = []
    for draft in drafts:
        problem = _obstacle(draft)
        if problem:
            notes.append(problem)
        else:
            kept.append(draft)
            notes += marks.left_behind(draft, ["picture"])
    columns = columns_for(kept)
    book = Workbook()
    sheet = book.add_items(ITEMS, columns, {}, len(kept) + 100)
    for row, draft in enumerate(kept, start=1):
        book.add_row(sheet, row, columns, draft)
    return Written(book.done(), tuple(notes))


def _obstacle(draft: ItemDraft) -> Problem | None:
    problem = obstacle(draft)
    if problem:
        return problem
    if len(draft.options) > len(LETTERS):
        return Problem(draft.slug, "options_too_many")
    try:
        values = [value_of(draft, column) for column in columns_for([draft])]
    except QuestionRefused as refused:
        return Problem(draft.slug, refused.code, refused.values)
    # Excel counts UTF-16 units
    long = any(isinstance(value, str) and len(value.encode("utf-16-le")) // 2 > LONGEST_CELL for value in values)
    return Problem(draft.slug, "text_too_long") if long else None


def template(topics: Sequence[tuple[str, str]]) -> bytes:
    """A workbook to fill in: headings with remarks and drop-down lists, examples of every kind, and a guide.

    `topics` are codes and Vietnamese names, in the order of the drop-down list.
    """
    book = Workbook([f"{name} ({code})" for code, name in topics])
    columns = columns_for([])
    items = book.add_items(ITEMS, columns, COMMENTS, ROWS)
    examples = book.add_items(EXAMPLE_SHEET, columns, COMMENTS, 0)
    for row, draft in enumerate(EXAMPLES, start=1):
        book.add_row(examples, row, columns, draft)
    _add_guide(book)
    items.activate()
    return book.done()


def _add_guide(book: Workbook) -> None:
    sheet = book.book.add_worksheet(GUIDE_SHEET)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    sheet.freeze_panes(1, 0)
    for row, (what, how) in enumerate(GUIDE):
        sheet.write_string(row, 0, what, book.bold)
        sheet.write_string(row, 1, how, book.bold if row == 0 else book.text)
