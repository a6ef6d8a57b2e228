"""From sheets to pupils: every row becomes a pupil, a named problem, or a line that is no pupil."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from schools.rules import names
from schools.rules.roster import cells, headings
from schools.rules.roster.shapes import Cell, Identifier, Problem, Roster, RosterRow, Sheet

T = TypeVar("T")
_FOOTER = re.compile(
    r"tong (so|cong)|danh sach (nay )?co|nguoi lap|hieu truong|pho hieu truong|giao vien chu nhiem|gvcn|ghi chu"
    r"|ca mau ngay|ngay \d+ thang|xac nhan"
)
_CLASS_LIKE = re.compile(r"(lớp\s*)?\d{1,2}\s*[\w./-]{0,8}", re.IGNORECASE)
_LEFT = {"chuyen truong", "da chuyen truong", "chuyen di", "thoi hoc", "da thoi hoc", "bo hoc", "nghi hoc", "bao luu"}


def read(sheets: Sequence[Sheet], *, year: int, class_name: str = "") -> Roster:
    """All sheets of a file. `class_name` fills in where no column and no sheet name tells the class."""
    roster = Roster()
    filled = [sheet for sheet in sheets if any(cell not in (None, "") for row in sheet.rows for cell in row)]
    if not filled:
        roster.problems.append(Problem("empty_file"))
    for sheet in filled:
        _SheetReader(sheet, roster, year, class_name, several=len(filled) > 1).read()
    if not roster.rows and not roster.problems:
        roster.problems.append(Problem("no_pupils"))
    _find_doubles(roster)
    return roster


@dataclass
class _SheetReader:
    sheet: Sheet
    roster: Roster
    year: int
    class_name: str
    several: bool

    def read(self) -> None:
        found = headings.find(self.sheet.rows)
        if found is None:
            self._problem("no_heading_row")
            return
        self.columns = found.columns
        self.roster.headings |= found.titles
        self.roster.dropped += [title for title in found.dropped if title not in self.roster.dropped]
        for title in found.doubled:
            self._problem("column_twice", row=found.first_data_row, column=title)
        if not self._has_columns(found.first_data_row):
            return
        after_footer = False
        for number, row in enumerate(self.sheet.rows[found.first_data_row :], start=found.first_data_row + 1):
            after_footer = after_footer or self._is_footer(row)
            if self._is_pupil(row, after_footer):
                self._read_row(number, row)

    def _has_columns(self, row: int) -> bool:
        """Name and class must be known; says which is missing."""
        if "full_name" not in self.columns and not {"before", "given"} <= set(self.columns):
            self._problem("missing_column", row=row, column="full_name")
            return False
        if "class" not in self.columns and not self._sheet_class():
            self._problem("missing_column", row=row, column="class")
            return False
        return True

    def _sheet_class(self) -> str:
        title = names.clean(self.sheet.name)
        if self.several and _CLASS_LIKE.fullmatch(title):
            return re.sub(r"^lớp\s*", "", title, flags=re.IGNORECASE)
        return names.clean(self.class_name)

    def _cell(self, row: Sequence[Cell], column: str) -> Cell:
        place = self.columns.get(column)
        return row[place] if place is not None and place < len(row) else None

    def _is_footer(self, row: Sequence[Cell]) -> bool:
        texts = (headings.plain(cell) for cell in row if isinstance(cell, str) and cell.strip())
        return any(_FOOTER.match(text) for text in texts)

    def _is_pupil(self, row: Sequence[Cell], after_footer: bool) -> bool:
        """After "Tổng số" only numbered rows count; a repeated heading or an empty row never does."""
        marks = [cells.text(self._cell(row, column)) for column in ("order", "ministry_id", "pupil_code")]
        numbered = marks[0].isdecimal() or any(any(sign.isdigit() for sign in mark) for mark in marks[1:])
        named = bool(self._name(row))
        if after_footer:
            return numbered and named and not self._is_footer(row)
        if headings.plain(self._cell(row, "full_name")) in headings.FIELD_OF:
            return False
        return named or (numbered and any(marks[1:]))

    def _name(self, row: Sequence[Cell]) -> str:
        pieces = [cells.text(self._cell(row, column)) for column in ("full_name", "before", "given")]
        if (
            pieces[0]
            and "full_name" in self.columns
            and pieces[2]
            and self.columns["given"] != (self.columns["full_name"] + 1)
        ):
            return pieces[0]  # a full name and, elsewhere, its given name once more
        return " ".join(piece for piece in pieces if piece)

    def _read_row(self, number: int, row: Sequence[Cell]) -> None:
        if self._has_left(number, row):
            return
        before = len(self.roster.problems)
        full_name = self._take(number, "full_name", lambda: cells.name(self._name(row)), "")
        class_text = cells.text(self._cell(row, "class")) or self._sheet_class()
        class_name = self._take(number, "class", lambda: cells.class_name(class_text), "")
        if not class_text:
            self._problem("class_missing", row=number, column=self._title("class"))
        grade = self._take(number, "class", lambda: cells.grade(self._cell(row, "grade"), class_text or "1"), 0)
        birth = self._warned(number, "birth", lambda: cells.birth(self._cell(row, "birth")), None)
        ministry = self._warned(number, "ministry_id", lambda: cells.ministry_id(self._cell(row, "ministry_id")), "")
        code = self._take(number, "pupil_code", lambda: cells.identifier(self._cell(row, "pupil_code")), "")
        sheet = self.sheet.name if self.several else ""
        found = (("ministry_id", ministry), ("pupil_code", code))
        self.roster.identifiers += [Identifier(name, value, number, sheet) for name, value in found if value]
        if birth and cells.odd_age(birth, self.year):
            self._warning("odd_age", number, "birth", birth.strftime("%d/%m/%Y"))
        if len(self.roster.problems) > before:
            return
        order = cells.text(self._cell(row, "order"))
        self.roster.rows.append(
            RosterRow(
                row=number,
                sheet=sheet,
                full_name=full_name,
                class_name=class_name,
                grade=grade,
                order=int(order) if order.isdecimal() and len(order) < 6 else number,
                birth_date=birth,
                sex=self._sex(number, row),
                pupil_code=code,
                ministry_id=ministry,
            )
        )

    def _has_left(self, number: int, row: Sequence[Cell]) -> bool:
        status = names.fold(cells.text(self._cell(row, "status")))
        if status in _LEFT:
            self._warning("not_studying", number, "status", cells.text(self._cell(row, "status")))
        return status in _LEFT

    def _sex(self, number: int, row: Sequence[Cell]) -> str:
        if "sex" in self.columns:
            return self._warned(number, "sex", lambda: cells.sex(self._cell(row, "sex")), "")
        return cells.marked_girl(self._cell(row, "girl")) if "girl" in self.columns else ""

    def _take(self, number: int, column: str, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except cells.CellProblem as problem:
            self._problem(str(problem), row=number, column=self._title(column), value=problem.value)
            return otherwise

    def _warned(self, number: int, column: str, read: Callable[[], tuple[T, str]], otherwise: T) -> T:
        value, warning = self._take(number, column, read, (otherwise, ""))
        if warning:
            self._warning(warning, number, column)
        return value

    def _title(self, column: str) -> str:
        return self.roster.headings.get(column, column)

    def _problem(self, code: str, *, row: int = 0, column: str = "", value: str = "") -> None:
        self.roster.problems.append(Problem(code, row, column, value[:80], self.sheet.name if self.several else ""))

    def _warning(self, code: str, row: int, column: str, value: str = "") -> None:
        sheet = self.sheet.name if self.several else ""
        self.roster.warnings.append(Problem(code, row, self._title(column), value[:80], sheet))


def _find_doubles(roster: Roster) -> None:
    """Two pupils of one identifier are refused; two of one name and birth date in a class are told, never merged."""
    first: dict[tuple[str, str], Identifier] = {}
    for one in roster.identifiers:
        earlier = first.setdefault((one.field, one.value), one)
        if earlier is not one:
            title = roster.headings.get(one.field, one.field)
            roster.problems.append(Problem("id_twice", one.row, title, one.value, one.sheet, earlier.row))
    seen: dict[tuple[object, ...], RosterRow] = {}
    for row in roster.rows:
        twin = seen.setdefault((row.class_name, row.full_name, row.birth_date), row)
        if twin is not row:
            roster.warnings.append(Problem("same_name_and_birth", row.row, "", row.full_name, row.sheet, twin.row))
