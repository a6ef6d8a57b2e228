"""Class lists as schools have them: titles above, merged headings, totals below, broken identifiers."""

import unicodedata
from datetime import date, datetime

import pytest

from schools.rules.roster import Sheet, cells, read, without_personal

HEADING = ["STT", "Mã định danh Bộ GD&ĐT", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp"]
AN = [1, "0012345678", "Nguyễn Văn An", "15/02/2011", "Nam", "10A3"]
TRAM = [2, "0012345679", "Danh Thị Bích Trâm", "5/2/2011", "Nữ", "10A3"]


def roster(*rows, heading=HEADING, name="Sheet1", **kw):
    return read([Sheet(name, [heading, *rows])], year=2026, **kw)


def codes(found):
    return [(problem.code, problem.row) for problem in found]


def test_a_ministry_export_is_read_from_below_its_titles():
    sheet = Sheet(
        "Lớp",
        [
            ["SỞ GIÁO DỤC VÀ ĐÀO TẠO"],
            ["DANH SÁCH HỌC SINH"],
            [],
            [
                "STT",
                "Mã định danh Bộ GD&ĐT (*)",
                "Họ và tên (*)",
                "Ngày sinh",
                "Giới tính",
                "Lớp",
                "Số CCCD",
                "Họ tên mẹ",
            ],
            [1, "0012345678", " Thạch  Sô Phi ", "05/02/2011", "nữ", "10A3", "096211000001", "Sơn Thị Đẹp"],
            ["Tổng số: 1 học sinh"],
            [None, None, "Người lập", None, None, None],
            [None, None, "Trần Văn Ký", None, None, None],
        ],
    )
    found = read([sheet], year=2026)
    assert not found.problems
    [row] = found.rows
    assert (row.row, row.full_name, row.ministry_id) == (5, "Thạch Sô Phi", "0012345678")
    assert (row.birth_date, row.sex, row.class_name, row.grade) == (date(2011, 2, 5), "f", "10A3", 10)
    assert found.dropped == ["Số CCCD", "Họ tên mẹ"]
    assert "096211000001" not in repr(found)


def test_nfd_text_is_the_same_pupil():
    assert roster([1, "", unicodedata.normalize("NFD", "Nguyễn Thị Ệ"), "", "", "9A1"]).rows == (
        roster([1, "", "Nguyễn Thị Ệ", "", "", "9A1"]).rows
    )


@pytest.mark.parametrize(("missing", "column"), [("Họ và tên", "full_name"), ("Lớp", "class")])
def test_a_missing_column_is_named(missing, column):
    at = HEADING.index(missing)
    found = roster([*AN[:at], *AN[at + 1 :]], heading=[*HEADING[:at], *HEADING[at + 1 :]])
    assert [(problem.code, problem.column) for problem in found.problems] == [("missing_column", column)]


def test_no_heading_row_is_said():
    assert codes(read([Sheet("x", [["a", "b"], ["1", "2"]])], year=2026).problems) == [("no_heading_row", 0)]


def test_two_pupils_of_one_identifier_are_refused_with_both_rows():
    found = roster(AN, [2, "0012345678", "Trần Thị Bé", "", "", "10A3"])
    [problem] = found.problems
    assert (problem.code, problem.row, problem.other_row, problem.value) == ("id_twice", 3, 2, "0012345678")


def test_a_row_refused_for_its_date_still_tells_of_its_identifier():
    found = roster(AN, [2, "0012345678", "Trần Thị Bé", "31/02/2011", "", "10A3"])
    assert sorted(codes(found.problems)) == [("birth_unreadable", 3), ("id_twice", 3)]


def test_twins_in_name_are_told_and_kept():
    found = roster(AN, [2, "0012345680", "Nguyễn Văn An", "15/02/2011", "Nam", "10A3"])
    assert len(found.rows) == 2
    assert codes(found.warnings) == [("same_name_and_birth", 3)]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("15/02/2011", date(2011, 2, 15)),
        ("5/2/2011", date(2011, 2, 5)),
        ("5-2-2011", date(2011, 2, 5)),
        ("2011-02-05", date(2011, 2, 5)),
        (datetime(2011, 2, 5), date(2011, 2, 5)),
        (40579, date(2011, 2, 5)),
        (40579.0, date(2011, 2, 5)),
        ("", None),
    ],
)
def test_birth_dates_are_read_day_first(cell, wanted):
    [row] = roster([1, "", "Lê An", cell, "", "10A3"]).rows
    assert row.birth_date == wanted


@pytest.mark.parametrize("cell", ["02/15/2011", "31/02/2011", "mười lăm", 12.5, "15/02/11"])
def test_a_birth_date_is_never_guessed(cell):
    assert codes(roster([1, "", "Lê An", cell, "", "10A3"]).problems) == [("birth_unreadable", 2)]


def test_a_year_alone_and_an_odd_age_are_warnings():
    found = roster([1, "", "Lê An", 2011, "", "10A3"], [2, "", "Lê Bé", "1/1/1970", "", "10A3"])
    assert codes(found.warnings) == [("birth_year_only", 2), ("odd_age", 3)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (12345678, "id_lost_zeros"),
        (12345678.0, "id_lost_zeros"),
        ("1.23E+09", "id_scientific"),
        ("=A1", "cell_is_formula"),
    ],
)
def test_identifiers_that_lost_digits_are_refused(cell, code):
    assert codes(roster([1, cell, "Lê An", "", "", "10A3"]).problems) == [(code, 2)]


def test_leading_zeros_stay_and_a_personal_number_is_not_kept():
    found = roster(AN, [2, "096211000001", "Lê Bé", "", "", "10A3"])
    assert [row.ministry_id for row in found.rows] == ["0012345678", ""]
    assert codes(found.warnings) == [("personal_number_dropped", 3)]


def test_old_fonts_are_read_and_told_and_the_row_says_so():
    found = roster([1, "", "Traàn Vaên Haûi", "", "", "10A3"], [2, "", "Lê An", "", "", "10A3"])
    assert [(row.full_name, row.converted) for row in found.rows] == [("Trần Văn Hải", True), ("Lê An", False)]
    [one] = found.conversions
    assert (one.row, one.before, one.after, one.font) == (2, "Traàn Vaên Haûi", "Trần Văn Hải", "vni")


@pytest.mark.parametrize(("name", "code"), [("Trần Vaên", "legacy_font"), ("Nguyá»…n", "unreadable_letters")])
def test_letters_of_two_kinds_in_one_name_are_refused(name, code):
    assert codes(roster([1, "", name, "", "", "10A3"]).problems) == [(code, 2)]


def test_a_family_name_that_looks_like_a_heading_is_a_pupil():
    heading = ["STT", "Họ và tên", None, "Lớp"]
    [row, _other] = roster([1, "Hồ", "Nam", "9A1"], [2, "Mã", "Nữ", "9A1"], heading=heading).rows
    assert row.full_name == "Hồ Nam"


def test_a_remark_beside_a_pupil_ends_no_list():
    heading = ["STT", "Họ và tên", "Lớp", "Ghi chú"]
    found = roster([1, "Lê An", "9A", "Xác nhận hộ nghèo"], ["", "Lê Bé", "9A", ""], heading=heading)
    assert [row.full_name for row in found.rows] == ["Lê An", "Lê Bé"]


@pytest.mark.parametrize(
    ("cells_", "wanted"),
    [((True, None), "f"), (("x", ""), "f"), ((1, 0), "f"), ((0, 1), "m"), (("", "x"), "m"), (("", ""), "")],
)
def test_marks_under_girl_and_boy(cells_, wanted):
    [row] = roster([1, "Lê An", *cells_, "9A"], heading=["STT", "Họ và tên", "Nữ", "Nam", "Lớp"]).rows
    assert row.sex == wanted


def test_zero_and_one_mean_what_the_heading_says():
    rows = [[1, "Lê An", 0, "9A"], [2, "Lê Bé", "1", "9A"], [3, "Lê Tư", 2, "9A"]]
    found = roster(*rows, heading=["STT", "Họ và tên", "Giới tính (1: Nam, 0: Nữ)", "Lớp"])
    assert [row.sex for row in found.rows] == ["f", "m", ""]
    assert codes(found.warnings) == [("sex_unclear", 4)]
    assert [row.sex for row in roster(*rows, heading=["STT", "Họ và tên", "Giới tính", "Lớp"]).rows] == [""] * 3


def test_a_school_says_what_its_headings_mean():
    heading = ["Số", "Em", "Phòng", "SĐT"]
    rows = [[1, "Lê An", "9A", "0912345678"]]
    unknown = roster(*rows, heading=heading)
    assert codes(unknown.problems) == [("no_heading_row", 0)]
    assert [(one.key, one.samples, one.personal) for one in unknown.columns] == [
        ("so", ("1",), False), ("em", ("Lê An",), False), ("phong", ("9A",), False), ("sdt", (), True),
    ]  # fmt: skip
    learnt = {"em": "full_name", "phong": "class", "so": "drop", "sdt": "pupil_code"}
    [row] = roster(*rows, heading=heading, learnt=learnt).rows
    assert (row.full_name, row.class_name, row.pupil_code) == ("Lê An", "9A", "")  # a personal column stays unread


def test_a_list_without_headings_is_read_by_places():
    rows = [[1, "Lê An", "9A"], [2, "Lê Bé", "9A"]]
    found = read([Sheet("", rows)], year=2026, learnt={"#2": "full_name", "#3": "class"})
    assert [(row.row, row.full_name) for row in found.rows] == [(1, "Lê An"), (2, "Lê Bé")]


def test_what_travels_on_has_no_personal_cells():
    sheet = Sheet("x", [["DANH SÁCH"], ["Họ và tên", "Lớp", "Họ tên mẹ"], ["Lê An", "9A", "Sơn Thị Đẹp"]])
    assert without_personal([sheet], {})[0].rows == [sheet.rows[0], sheet.rows[1], ["Lê An", "9A", None]]


@pytest.mark.parametrize(
    "name", ["Lê Giùm", "Trần Quý Hoà", "Nguyễn Xuân Quá", "O'Brien Kiên", "H’Mai Niê", "ថាច់ សុភា", "Ý"]
)
def test_real_names_are_taken(name):
    assert [row.full_name for row in roster([1, "", name, "", "", "10A3"]).rows] == [name]


def test_a_name_merged_over_two_columns():
    heading = ["STT", "Họ và tên", None, "Lớp"]
    [row] = roster([1, "Nguyễn Văn", "An", "9A1"], heading=heading).rows
    assert row.full_name == "Nguyễn Văn An"


def test_two_heading_lines():
    rows = [["STT", "Họ và tên", None, "Lớp"], [None, "Họ đệm", "Tên", None], [1, "Nguyễn Văn", "An", "9A1"]]
    [row] = read([Sheet("x", rows)], year=2026).rows
    assert (row.full_name, row.row) == ("Nguyễn Văn An", 3)


def test_one_class_a_sheet():
    heading = ["STT", "Họ và tên"]
    found = read([Sheet("Lớp 4/1", [heading, [1, "Lê An"]]), Sheet("12.6", [heading, [1, "Lê Bé"]])], year=2026)
    assert [(row.class_name, row.grade, row.sheet) for row in found.rows] == [
        ("4/1", 4, "Lớp 4/1"),
        ("12.6", 12, "12.6"),
    ]


def test_a_given_class_fills_in():
    assert roster([1, "Lê An"], heading=["STT", "Họ và tên"], class_name="8H").rows[0].class_name == "8H"


def test_grade_has_its_own_column_or_is_asked_for():
    heading = ["STT", "Họ và tên", "Lớp", "Khối"]
    found = roster([1, "Lê An", "Chuyên Toán", 11], [2, "Lê Bé", "Chuyên Toán", None], heading=heading)
    assert [row.grade for row in found.rows] == [11]
    assert codes(found.problems) == [("grade_unknown", 3)]


def test_those_who_left_are_left_out_and_told():
    found = roster([*AN, "Đang học"], [*TRAM, "Chuyển trường"], heading=[*HEADING, "Trạng thái"])
    assert [row.full_name for row in found.rows] == ["Nguyễn Văn An"]
    assert codes(found.warnings) == [("not_studying", 3)]


def test_girls_marked_in_a_column_of_their_own():
    found = roster([1, "Lê An", "", "9A"], [2, "Lê Bé", "x", "9A"], heading=["STT", "Họ và tên", "Nữ", "Lớp"])
    assert [row.sex for row in found.rows] == ["m", "f"]


def test_a_row_with_an_identifier_and_no_name_is_a_problem():
    assert codes(roster([1, "0012345678", "", "", "", "10A3"]).problems) == [("name_missing", 2)]


def test_a_numbered_row_with_a_birth_date_and_no_name_is_a_problem_and_one_without_either_is_not():
    assert codes(roster(AN, [2, "", "", "1/2/2011", "", "10A3"]).problems) == [("name_missing", 3)]
    assert codes(roster(AN, [2, "", "", "", "", "10A3"]).problems) == []


def test_ghost_rows_are_nothing():
    found = roster(AN, *[[None] * 6] * 500, TRAM)
    assert [row.row for row in found.rows] == [2, 503]


def test_a_day_that_no_calendar_has_is_shown_as_it_stands() -> None:
    with pytest.raises(cells.CellProblem, match="birth_unreadable") as found:
        cells.birth("31/02/2010")
    assert found.value.value == "31/02/2010"
