"""A workbook of registers out, in, and out again; and what does not belong into one."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter

from reports.actions.register_import import GivenRow, import_rows, plan_rows
from reports.actions.registers import change_row, restore_row, withdraw_row
from reports.exchange.register_sheet import FileRefused, SheetOut, read, write
from reports.models import MODELS, RegisterChange, Talk
from reports.queries.register_rows import contests_launched, corrections, of_school, values_of
from reports.rules.register_shapes import OF_SCHOOLS, SHAPES
from schools.models import School, User
from tests.factories import make_school, make_user
from tests.factories_registers import AT, DAY, a_row, make_row

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
FORMULA = '=HYPERLINK("http://x.vn","bấm")'


def workbook_of(school: School) -> bytes:
    contests = {one.pk: one.name for one in contests_launched(is_demo=False)}
    found = of_school(school, None)
    return write(
        [SheetOut(shape, [(line.id, line.values) for line in found[shape.key]], contests) for shape in OF_SCHOOLS]
    )


def marked(*rows: Talk) -> bytes:
    """A workbook of talks as the page hands it out: with how often each has been corrected."""
    shape, counted = SHAPES["talks"], corrections(rows[0].school)
    marks = {row.pk: counted.get(("talks", row.pk), 0) for row in rows}
    return write([SheetOut(shape, [(row.pk, values_of(row, shape)) for row in rows], {}, marks)])


def rows_of(data: bytes) -> list[GivenRow]:
    return [
        GivenRow(row.register, row.line, row.id, row.cells, row.seen) for row in read(data, "so.xlsx", OF_SCHOOLS).rows
    ]


def made(sheets: dict[str, list[list[object]]]) -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
    book.close()
    return data.getvalue()


@pytest.fixture
def school() -> School:
    return make_school()


@pytest.fixture
def leader(school: School) -> User:
    return make_user("leader", school=school)


def fill(school: School, leader: User) -> None:
    contest = make_row("contests", name="Tìm hiểu ASEAN 2026").pk
    for key in (shape.key for shape in OF_SCHOOLS):
        make_row(key, school, by=leader, **({"contest": contest} if key == "outside" else {}))
    make_row("talks", school, by=leader, title=FORMULA)


def test_out_in_and_out_again_is_the_same(school: School, leader: User) -> None:
    fill(school, leader)
    rows = rows_of(workbook_of(school))
    plan = plan_rows(school=school, rows=rows, today=TODAY)
    assert (plan.problems, plan.steps, plan.same) == ([], [], 7)
    twin = make_school()
    moved = [GivenRow(row.register, row.line, 0, row.cells) for row in rows]
    assert import_rows(school=twin, rows=moved, by=leader, at=AT).new == 7
    again = import_rows(school=twin, rows=moved, by=leader, at=AT)
    assert (again.new, again.changed, again.same) == (0, 0, 7)
    there, here = (
        sorted(str(line.values) for lines in of_school(one, None).values() for line in lines) for one in (school, twin)
    )
    assert there == here


def test_what_looks_like_a_formula_stays_text(school: School, leader: User) -> None:
    fill(school, leader)
    with zipfile.ZipFile(io.BytesIO(workbook_of(school))) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist() if "worksheets/sheet" in name)
    titles = [row.cells["title"] for row in rows_of(workbook_of(school)) if row.register == "talks"]
    assert FORMULA in titles


HEADINGS = ["Ngày (*)", "CHỦ ĐỀ", "Cách tổ chức (*)", "Lượt học sinh", "Mã dòng"]


def test_a_row_named_by_its_number_or_its_content_is_corrected(school: School, leader: User) -> None:
    first, second = make_row("talks", school, by=leader), make_row("talks", school, by=leader, title="Biển Đông")
    data = made({
        "nói chuyện chuyên đề": [
            HEADINGS,
            ["20/11/2026", "Tên mới", "Buổi riêng", 10, first.pk],
            [46346, "biển đông", "buổi riêng", 11, ""],
            [],
            ["21/11/2026", "Thêm", "Lồng ghép", "12", ""],
        ],
        "Ghi chú": [["không đọc"]],
    })  # fmt: skip
    plan = import_rows(school=school, rows=rows_of(data), by=leader, at=AT)
    assert (plan.new, plan.changed, plan.same) == (1, 2, 0)
    kept = {row.pk: (row.title, row.pupils) for row in Talk.objects.all()}
    assert (kept[first.pk], kept[second.pk]) == (("Tên mới", 10), ("biển đông", 11))


def test_a_column_that_the_file_lacks_stays_as_it_is(school: School, leader: User) -> None:
    row = make_row("talks", school, by=leader, pupils=1200)
    other = make_row("lessons", school, by=leader)
    head = ["Ngày", "Chủ đề", "Cách tổ chức", "Số lượt học sinh", "Lượt giáo viên", "Lượt giáo viên", "Mã dòng"]
    data = made({
        SHAPES["talks"].title: [
            head,
            ["20/11/2026", "ASEAN quanh em", "Buổi riêng", 1200, 7, 9, row.pk],
            ["21/11/2026", "Thêm", "Buổi riêng", 5, 8, 9, ""],
        ],
        SHAPES["lessons"].title: [
            ["Năm học", "Từ ngày", "Đến ngày", "Bài học hoặc hoạt động", "Mã dòng"],
            ["2026-2027", "01/10/2026", "15/11/2026", "Khu vực Đông Nam Á", other.pk],
        ],
        SHAPES["money"].title: [["Ngày", "Nguồn", "Số tiền (đồng)", "Dùng cho", "Ghi chú"]],
    })  # fmt: skip
    book = read(data, "so.xlsx", OF_SCHOOLS)
    assert book.unread == [("talks", "Số lượt học sinh"), ("talks", "Lượt giáo viên")]
    assert ("talks", "pupils") in book.absent
    plan = import_rows(school=school, rows=rows_of(data), by=leader, at=AT)
    assert (plan.new, plan.changed, plan.same) == (1, 1, 1)
    kept = {row.title: (row.pupils, row.teachers, row.culture) for row in Talk.objects.all()}
    assert kept == {"ASEAN quanh em": (1200, 7, True), "Thêm": (0, 8, False)}


def test_a_row_met_by_its_content_keeps_what_its_sheet_lacks(school: School, leader: User) -> None:
    make_row("talks", school, by=leader, pupils=1200)
    row = ["20/11/2026", "asean quanh em", "Buổi riêng", "", ""]
    data = made({SHAPES["talks"].title: [["Ngày", "Chủ đề", "Cách tổ chức", "Lượt giáo viên", "Mã dòng"], row]})
    assert import_rows(school=school, rows=rows_of(data), by=leader, at=AT).changed == 1
    talk = Talk.objects.get()
    assert (talk.pupils, talk.teachers) == (1200, 0)  # a cell left empty is empty, a column that is not there is not


def test_a_sheet_that_is_no_registers_is_named(school: School, leader: User) -> None:
    fill(school, leader)
    assert read(workbook_of(school), "so.xlsx", OF_SCHOOLS).strange == []  # the lists of the workbook are its own
    money = [["Ngày", "Nguồn", "Số tiền (đồng)", "Dùng cho"], ["20/11/2026", "Tài trợ, xã hội hóa", 5, "In"]]
    talk = ["20/11/2026", "Một", "Buổi riêng", 10, ""]
    sheets = {SHAPES["talks"].title: [HEADINGS, talk], "Kinh phí 2026": money, "Trống": [[""]], "danh muc": [["x"]]}
    assert read(made(sheets), "so.xlsx", OF_SCHOOLS).strange == ["Kinh phí 2026"]
    sheets[SHAPES["talks"].title] = [HEADINGS]
    with pytest.raises(FileRefused) as told:
        read(made(sheets), "so.xlsx", OF_SCHOOLS)
    assert (told.value.problem.code, told.value.problem.value) == ("no_rows_but", "Kinh phí 2026")


def test_a_newer_correction_stands_unless_it_is_ticked(school: School, leader: User) -> None:
    row, other = make_row("talks", school, by=leader, pupils=1200), make_row("talks", school, by=leader, title="Khác")
    once = {"key": "talks", "row_id": row.pk, "by": leader, "at": AT}
    change_row(values=a_row("talks", pupils=1300), **once)
    row.refresh_from_db()
    rows = rows_of(marked(row, other))
    assert [given.seen for given in rows] == [1, 0]
    assert plan_rows(school=school, rows=rows, today=TODAY).steps == []
    change_row(values=a_row("talks", pupils=1350), **once)
    other_cells = {**rows[1].cells, "pupils": 7}
    rows = [rows[0], replace(rows[1], cells=other_cells)]
    (step, plain) = plan_rows(school=school, rows=rows, today=TODAY).steps
    assert (step.moved, step.before["pupils"], step.values["pupils"], plain.moved) == (True, 1350, 1300, False)
    done = import_rows(school=school, rows=rows, by=leader, at=AT)
    assert (done.changed, done.left) == (1, 1)
    assert list(Talk.objects.order_by("pk").values_list("pupils", flat=True)) == [1350, 7]
    done = import_rows(school=school, rows=rows, by=leader, at=AT, over={("talks", row.pk)})
    assert (done.changed, done.left, done.same) == (1, 0, 1)
    row.refresh_from_db()
    assert row.pupils == 1300


def test_a_workbook_without_marks_still_corrects(school: School, leader: User) -> None:
    row = make_row("talks", school, by=leader)
    rows = rows_of(workbook_of(school))
    assert [given.seen for given in rows] == [None]
    change_row(key="talks", row_id=row.pk, values=a_row("talks", pupils=1350), by=leader, at=AT)
    assert import_rows(school=school, rows=rows, by=leader, at=AT).changed == 1


def test_another_file_or_a_row_put_back_is_no_correction(school: School, leader: User) -> None:
    row = make_row("talks", school, by=leader)
    rows = rows_of(marked(row))
    withdraw_row(key="talks", row_id=row.pk, by=leader, at=AT)
    restore_row(key="talks", row_id=row.pk, by=leader, at=AT)
    RegisterChange.objects.create(register="talks", row=row.pk, school=school, act="changed", column="file", at=AT)
    rows = [replace(rows[0], cells={**rows[0].cells, "pupils": 7})]
    assert not plan_rows(school=school, rows=rows, today=TODAY).moved


def test_the_marks_are_out_of_sight_and_no_heading_is_strange(school: School, leader: User) -> None:
    row = make_row("talks", school, by=leader)
    data = marked(row)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        columns = book.read("xl/worksheets/sheet1.xml").decode()
    assert columns.count('hidden="1"') == 1
    book = read(data, "so.xlsx", OF_SCHOOLS)
    assert (book.unread, book.absent) == ([], [])
    assert set(book.rows[0].cells) == {column.name for column in SHAPES["talks"].columns}


def test_problems_name_their_line_and_nothing_is_imported(school: School, leader: User) -> None:
    others = make_row("talks", make_school())
    data = made({
        SHAPES["talks"].title: [
            HEADINGS,
            ["20/11/2026", "Một", "Buổi riêng", 10, ""],
            ["20/11/2026", "MỘT", "Buổi riêng", 10, ""],
            ["20/11/2026", "Hai", "Buổi riêng", 10, others.pk],
            ["32/11/2026", "Ba", "", "mười", ""],
        ],
    })  # fmt: skip
    plan = plan_rows(school=school, rows=rows_of(data), today=TODAY)
    told = [(one.line, one.column, one.code) for one in plan.problems]
    assert told == [
        (3, "", "double"),
        (4, "", "unknown_row"),
        (5, "day", "not_a_day"),
        (5, "kind", "needed"),
        (5, "pupils", "not_a_number"),
    ]
    with pytest.raises(Exception, match="bad_rows"):
        import_rows(school=school, rows=rows_of(data), by=leader, at=AT)
    assert not Talk.objects.filter(school=school).exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"Ngay;Chu de\n1;2", "wrong_kind"),
        (b"PK\x03\x04 broken", "broken_file"),
        (made({"Sheet1": [["Ngày"]]}), "no_register"),
        (made({"Nói chuyện chuyên đề": [["Ngày", "Chủ đề"]]}), "no_heading"),
    ],
)
def test_files_that_are_none_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as told:
        read(data, "so.xlsx", OF_SCHOOLS)
    assert told.value.problem.code == code


def test_every_register_of_a_school_has_its_sheet() -> None:
    assert {shape.key for shape in OF_SCHOOLS} == set(MODELS) - {"documents", "contests"}
    assert all(len(shape.title) <= 31 for shape in OF_SCHOOLS)
    assert DAY < TODAY
