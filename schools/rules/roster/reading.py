"""From sheets to pupils: every row becomes a pupil, a named problem, or a line that is no pupil."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from schools.rules import names
from schools.rules.roster import cells, doubles, headings, oldfonts
from schools.rules.roster.shapes import Cell, Conversion, Identifier, Problem, Roster, RosterRow, Sheet

T = TypeVar("T")
_FOOTER = re.compile(
    r"tong (so|cong)|danh sach (nay )?co|nguoi lap|hieu truong|pho hieu truong|giao vien chu nhiem|gvcn|ghi chu"
    r"|ca mau ngay|ngay \d+ thang|xac nhan"
)
_CLASS_LIKE = re.compile(r"(lớp\s*)?\d{1,2}\s*[\w./-]{0,8}", re.IGNORECASE)
# "DANH SÁCH HỌC SINH LỚP 10A1 NĂM HỌC …": a class begins with its grade
_TITLE_CLASS = re.compile(r"\blớp\s*:?\s*(\d{1,2}(?!\d)[\w./-]{0,8})", re.IGNORECASE)
_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?")
_LEFT = {"chuyen truong", "da chuyen truong", "chuyen di", "thoi hoc", "da thoi hoc", "bo hoc", "nghi hoc", "bao luu"}


def read(
    sheets: Sequence[Sheet], *, year: int, class_name: str = "", learnt: Mapping[str, str] | None = None
) -> Roster:
    """All sheets of a file. `class_name` fills in where no column and no sheet name tells the class; `learnt` is what
    the school has said of its own headings (`Column.key` → field). Names in old fonts are read, and told each by each.
    """
    roster = Roster()
    filled = [sheet for sheet in sheets if any(cell not in (None, "") for row in sheet.rows for cell in row)]
    if not filled:
        roster.problems.append(Problem("empty_file"))
    readers = [
        _SheetReader(sheet, roster, year, class_name, str(number) if len(filled) > 1 else "", learnt or {})
        for number, sheet in enumerate(filled, start=1)
    ]
    lists = [reader for reader in readers if reader.look()]
    for reader in readers:
        reader.read(others=bool(lists))
    if not roster.rows and not roster.problems:
        roster.problems.append(Problem("no_pupils"))
    doubles.find(roster)
    return roster


@dataclass
class _SheetReader:
    sheet: Sheet
    roster: Roster
    year: int
    class_name: str
    mark: str  # of the sheet among several
    learnt: Mapping[str, str]
    found: headings.Headings = field(default_factory=lambda: headings.Headings(0))
    columns: dict[str, int] = field(default_factory=dict)
    font: str = ""  # the old font of all names whose font is sure
    fonts: frozenset[str] = frozenset()
    legend: dict[str, str] = field(default_factory=dict)
    row_name: str = ""
    class_of_all: str = ""

    def look(self) -> bool:
        """Finds the headings; whether this sheet is a list at all."""
        self.found = headings.find(self.sheet.rows, self.learnt, self.mark)
        self.columns = self.found.places
        return self.found.found or self._names_known()

    def read(self, *, others: bool) -> None:
        """All pupils of the sheet. Beside `others` a sheet without headings, unless named like a class, is no list."""
        found = self.found
        if not found.found and not self._names_known():
            if others and not self._named_class():
                self._warning("sheet_skipped", 0, "")
            else:
                self._keep_columns(found)
                self._problem("no_heading_row")
            return
        self._keep_columns(found)
        for title in found.doubled:
            self._problem("column_twice", row=found.first_data_row, column=title)
        self.class_of_all = self._sheet_class(found.first_data_row)
        if self._has_columns(found.first_data_row):
            self._read_rows(found.first_data_row)

    def _read_rows(self, first: int) -> None:
        pupils = self._pupils(first)
        judged = [oldfonts.judge(self._raw_name(row)) for _number, row in pupils]
        self.font = oldfonts.prevailing(judged)
        self.fonts = frozenset(one.best.font for one in judged if one.sure)
        for (number, row), name in zip(pupils, judged, strict=True):
            self._read_row(number, row, name)

    def _keep_columns(self, found: headings.Headings) -> None:
        self.legend = cells.sex_legend(found.titles.get("sex", ""))
        self.roster.headings |= found.titles
        self.roster.dropped += [title for title in found.dropped if title not in self.roster.dropped]
        known = {column.key for column in self.roster.columns}
        self.roster.columns += [column for column in found.columns if column.key not in known]

    def _pupils(self, first: int) -> list[tuple[int, Sequence[Cell]]]:
        """The rows of pupils with their numbers."""
        found: list[tuple[int, Sequence[Cell]]] = []
        after_footer = False
        for number, row in enumerate(self.sheet.rows[first:], start=first + 1):
            after_footer = after_footer or self._is_footer(row)
            if self._is_pupil(row, after_footer):
                found.append((number, row))
        return found

    def _names_known(self) -> bool:
        return "full_name" in self.columns or {"before", "given"} <= set(self.columns)

    def _has_columns(self, row: int) -> bool:
        """Name and class must be known; says which is missing."""
        if not self._names_known():
            self._problem("missing_column", row=row, column="full_name")
            return False
        if "class" not in self.columns and not self.class_of_all:
            self._problem("missing_column", row=row, column="class")
            return False
        return True

    def _sheet_class(self, first: int) -> str:
        """The class of rows that name none: of several sheets the sheet's name, else what was typed, else the name of
        the one sheet, else the title above, which is told.
        """
        named, typed = self._named_class(), names.clean(self.class_name)
        if found := (named or typed) if self.mark else (typed or named):
            return found
        for number, row in enumerate(self.sheet.rows[: first - 1], start=1):
            for text in (
                names.clean(shown) for cell in row if isinstance(cell, str) for shown in oldfonts.readings(cell)
            ):
                if (match := _TITLE_CLASS.search(text)) and "class" not in self.columns:
                    self._warning("class_from_title", number, "", match[1])
                    return match[1]
        return ""

    def _named_class(self) -> str:
        titles = (names.clean(text) for text in oldfonts.readings(self.sheet.name))
        named = next((title for title in titles if _CLASS_LIKE.fullmatch(title)), "")
        return re.sub(r"^lớp\s*", "", named, flags=re.IGNORECASE)

    def _cell(self, row: Sequence[Cell], column: str) -> Cell:
        place = self.columns.get(column)
        return row[place] if place is not None and place < len(row) else None

    def _is_footer(self, row: Sequence[Cell]) -> bool:
        """By its first filled cell or what stands for the name: a remark beside a pupil ends no list."""
        first = next((cell for cell in row if cell not in (None, "")), None)
        texts = [*headings.readings(first), *headings.readings(self._raw_name(row))]
        return any(_FOOTER.match(text) for text in texts)

    def _is_pupil(self, row: Sequence[Cell], after_footer: bool) -> bool:
        """After "Tổng số" only numbered rows count; headings again, column numbers or an empty row never do."""
        marks = [cells.text(self._cell(row, column)) for column in ("order", "ministry_id", "pupil_code")]
        numbered = marks[0].isdecimal() or any(any(sign.isdigit() for sign in mark) for mark in marks[1:])
        named = bool(names.clean(self._raw_name(row)))
        if after_footer:
            return numbered and named and not self._is_footer(row)
        if self._is_headings_again(row):
            return False
        born = any(cells.text(self._cell(row, column)) for column in self.columns if column.startswith("birth"))
        return named or (numbered and (born or any(marks[1:])))

    def _is_headings_again(self, row: Sequence[Cell]) -> bool:
        """The heading row once more on the next page, a note in brackets, or the columns' numbers."""
        filled = [text for cell in row if (text := cells.text(cell))]
        if len(filled) > 2 and all(_NUMBERING.fullmatch(text) for text in filled):
            return True
        again = [field for field in self.columns if headings.is_heading(self._cell(row, field), field, self.learnt)]
        return len(again) > 1 or bool(re.fullmatch(r"\(.*\)", names.clean(self._raw_name(row))))

    def _raw_name(self, row: Sequence[Cell]) -> str:
        """The name with every sign it has; what an old font means is seen later."""
        pieces = [cells.raw(self._cell(row, column)).strip(" ") for column in ("full_name", "before", "given")]
        if pieces[0] and pieces[2] and self.columns["given"] != self.columns["full_name"] + 1:
            return pieces[0]  # a full name and, elsewhere, its given name once more
        return " ".join(piece for piece in pieces if piece)

    def _read_row(self, number: int, row: Sequence[Cell], judged: oldfonts.Judged) -> None:
        self.row_name = judged.best.text
        if self._has_left(number, row):
            return
        before, converted = len(self.roster.problems), len(self.roster.conversions)
        full_name = self._take(number, "full_name", lambda: cells.name(self._letters(number, judged)), "")
        class_name = self._class(number, row)
        grade_of = class_name or "1"  # a class that is missing is told once
        grade = self._take(number, "class", lambda: cells.grade(self._cell(row, "grade"), grade_of), 0)
        birth = self._warned(number, "birth", lambda: self._birth(row), None)
        ministry = self._warned(number, "ministry_id", lambda: cells.ministry_id(self._cell(row, "ministry_id")), "")
        code = self._take(number, "pupil_code", lambda: cells.identifier(self._cell(row, "pupil_code")), "")
        sheet = self._sheet_name()
        found = (("ministry_id", ministry), ("pupil_code", code))
        self.roster.identifiers += [
            Identifier(name, value, number, sheet, self.row_name) for name, value in found if value
        ]
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
                sex=self._warned(number, "sex", lambda: self._sex(row), ""),
                pupil_code=code,
                ministry_id=ministry,
                converted=len(self.roster.conversions) > converted,
            )
        )

    def _letters(self, number: int, judged: oldfonts.Judged) -> str:
        """A name as it is meant; what was in an old font stands among the conversions, what may be is a warning."""
        meant = cells.meant(judged, self.font)
        if meant.font != oldfonts.UNICODE:
            text, doubtful = names.clean(meant.text), oldfonts.doubtful(meant.text)
            one = Conversion(number, self._sheet_name(), judged.raw[:120], text, meant.font, doubtful)
            self.roster.conversions.append(one)
            return text
        others = {one.font for one in judged.readings} - {oldfonts.UNICODE}
        if not judged.sure and others & self.fonts:
            self._warning("font_unsure", number, "full_name", meant.text)
        return meant.text

    def _class(self, number: int, row: Sequence[Cell]) -> str:
        judged = oldfonts.judge(cells.raw(self._cell(row, "class")) or self.class_of_all)
        if not judged.best.text:
            self._problem("class_missing", row=number, column=self._title("class"))
        return self._take(number, "class", lambda: cells.class_name(self._letters(number, judged)), "")

    def _birth(self, row: Sequence[Cell]) -> tuple[date | None, str]:
        if "birth" in self.columns:
            return cells.birth(self._cell(row, "birth"), from_1904=self.sheet.from_1904)
        parts = [self._cell(row, part) for part in ("birth_day", "birth_month", "birth_year")]
        return cells.birth_of_parts(*parts, from_1904=self.sheet.from_1904)

    def _has_left(self, number: int, row: Sequence[Cell]) -> bool:
        shown = oldfonts.likely(cells.raw(self._cell(row, "status")))
        left = names.fold(shown) in _LEFT
        if left:
            self._warning("not_studying", number, "status", shown)
        return left

    def _sex(self, row: Sequence[Cell]) -> tuple[str, str]:
        if "sex" in self.columns:
            return cells.sex(self._cell(row, "sex"), self.legend)
        if "girl" in self.columns:
            both = "boy" in self.columns
            return cells.marked_sex(self._cell(row, "girl"), self._cell(row, "boy"), both=both)
        return "", ""

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
        return self.roster.headings.get(column, "")

    def _sheet_name(self) -> str:
        return self.sheet.name if self.mark else ""

    def _problem(self, code: str, *, row: int = 0, column: str = "", value: str = "") -> None:
        name = self.row_name if row else ""
        self.roster.problems.append(Problem(code, row, column, value[:80], self._sheet_name(), name=name[:120]))

    def _warning(self, code: str, row: int, column: str, value: str = "") -> None:
        problem = Problem(code, row, self._title(column), value[:80], self._sheet_name(), name=self.row_name[:120])
        self.roster.warnings.append(problem)
