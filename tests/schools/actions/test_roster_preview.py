"""Class lists as schools really have them: each with what the preview reads, refuses, warns of and converts."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest

from schools.actions.roster_preview import preview_file
from schools.models import User
from tests.factories import make_school
from tests.factories_lists import csv, in_tcvn3, in_vni, windows_1258, xlsx

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent.parent / "exchange" / "files"
ON = date(2026, 11, 22)
HEADING = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp"]
ZEROS = {"num_format": "0000000000"}


@dataclass
class Case:
    """A file and what its preview says; pupils as (name, class, birth date, sex), problems as (code, row)."""

    name: str
    data: bytes
    pupils: list
    problems: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    converted: int = 0
    filename: str = "lop.xlsx"


AN = [1, "Nguyễn Văn An", "15/02/2011", "Nam", "10A3"]
AN_READ = ("Nguyễn Văn An", "10A3", date(2011, 2, 15), "m")
CASES = [
    Case(
        "an export of the ministry: titles, personal columns, signatures",
        xlsx(
            (
                "DSHS",
                [
                    ["SỞ GIÁO DỤC VÀ ĐÀO TẠO"], ["DANH SÁCH HỌC SINH"], [],
                    ["STT", "Mã định danh Bộ GD&ĐT (*)", "Họ và tên (*)", "Ngày sinh", "Lớp", "Tên cha", "SĐT", "CCCD"],
                    [1, "0012345678", "Thạch Sô Phi", "5/2/2011", "10A3", "Thạch Văn", "0912345678", "096211000001"],
                    ["Tổng số: 1 học sinh"],
                    [None, None, "Người lập"],
                    [None, None, "Trần Văn Ký"],
                ],
            )
        ),
        [("Thạch Sô Phi", "10A3", date(2011, 2, 5), "")],
    ),
    Case(
        "a name merged over two columns, a birth date of three under one heading",
        xlsx(
            (
                "x",
                [
                    ["STT", "Họ và tên", None, "Ngày sinh", None, None, "Lớp"],
                    [None, None, None, "Ngày", "Tháng", "Năm", None],
                    [1, "Hồ", "Nam", 5, 2, 2011, "9A"],
                    [2, "Danh Thị Bích", "Trâm", "05", "12", "2011", "9A"],
                    [3, "Lê", "Bé", None, None, 2011, "9A"],
                ],
            )
        ),
        [
            ("Hồ Nam", "9A", date(2011, 2, 5), ""),
            ("Danh Thị Bích Trâm", "9A", date(2011, 12, 5), ""),
            ("Lê Bé", "9A", None, ""),
        ],
        warnings=[("birth_year_only", 5)],
    ),
    Case(
        "two lines of headings, column numbers under them, headings again on the next page",
        xlsx(
            (
                "x",
                [
                    ["STT", "Họ và tên học sinh", None, "Nữ", "Lớp", "Ghi chú"],
                    [None, "Họ đệm", "Tên", None, None, None],
                    [1, 2, 3, 4, 5, 6],
                    [1, "Nguyễn Văn", "An", None, "4/1", "lớp trưởng"],
                    [None] * 6,
                    ["STT", "Họ đệm", "Tên", "Nữ", "Lớp", "Ghi chú"],
                    [2, "Lê Thị", "Ý", "x", "4/1", None],
                ],
            )
        ),
        [("Nguyễn Văn An", "4/1", None, "m"), ("Lê Thị Ý", "4/1", None, "f")],
    ),
    Case(
        "one class a sheet, and a cover that is no list",
        xlsx(
            ("Bìa", [["TRƯỜNG THPT"], ["Năm học 2026–2027"]]),
            ("Lớp 12.6", [["STT", "Họ và tên"], [1, "Lê An"]]),
            ("10A2", [["STT", "Họ và tên"], [1, "Lê Bé"]]),
        ),
        [("Lê An", "12.6", None, ""), ("Lê Bé", "10A2", None, "")],
        warnings=[("sheet_skipped", 0)],
    ),
    Case(
        "the class in the title only",
        csv(["DANH SÁCH HỌC SINH LỚP 9A2 NĂM HỌC 2026-2027", ""], ["STT", "Họ và tên"], [1, "Lê An"]).encode(),
        [("Lê An", "9A2", None, "")],
        warnings=[("class_from_title", 1)],
        filename="x.csv",
    ),
    Case(
        "dates as Excel's, as numbers, as text, a year alone, and one that no calendar has",
        xlsx(
            (
                "x",
                [
                    HEADING,
                    [1, "Lê An", date(2011, 2, 5), "Nam", "9A"],
                    [2, "Lê Bé", 40579, "Nam", "9A"],
                    [3, "Lê Tư", "5-2-2011", "Nam", "9A"],
                    [4, "Lê Năm", 2011, "Nam", "9A"],
                    [5, "Lê Sáu", "02/15/2011", "Nam", "9A"],
                    [6, "Lê Bảy", datetime(1970, 1, 1), "Nam", "9A"],
                ],
            )
        ),
        [
            ("Lê An", "9A", date(2011, 2, 5), "m"),
            ("Lê Bé", "9A", date(2011, 2, 5), "m"),
            ("Lê Tư", "9A", date(2011, 2, 5), "m"),
            ("Lê Năm", "9A", None, "m"),
            ("Lê Bảy", "9A", date(1970, 1, 1), "m"),
        ],
        problems=[("birth_unreadable", 6)],
        warnings=[("birth_year_only", 5), ("odd_age", 7)],
    ),
    Case(
        "days since 1904, as a date and as a bare number",
        xlsx(("x", [HEADING, [1, "Lê An", date(2011, 2, 5), "", "9A"], [2, "Lê Bé", 39117, "", "9A"]]), date_1904=True),
        [("Lê An", "9A", date(2011, 2, 5), ""), ("Lê Bé", "9A", date(2011, 2, 5), "")],
    ),
    Case(
        "family and given names apart",
        xlsx(("x", [["Họ", "Tên", "Lớp"], ["Nguyễn Hoàng Phương", "Uyên", "8H"], ["Hồ", "Mã", "8H"]])),
        [("Nguyễn Hoàng Phương Uyên", "8H", None, ""), ("Hồ Mã", "8H", None, "")],
    ),
    Case(
        "marks apart from their letters, hard spaces, signs that nobody sees",
        xlsx(("x", [HEADING, [1, unicodedata.normalize("NFD", "\ufeffNguyễn\u00a0Thị  Ệ\u200b"), "", "", "9A"]])),
        [("Nguyễn Thị Ệ", "9A", None, "")],
    ),
    Case(
        "sexes in every spelling",
        xlsx(("x", [HEADING, *[[n, "Lê An", f"{n}/1/2011", cell, "9A"] for n, cell in
                               enumerate(["Nam", "nam", "NAM", "NỮ", "nữ ", 0, "x"], 1)]])),
        [("Lê An", "9A", date(2011, 1, n), sex) for n, sex in enumerate(["m", "m", "m", "f", "f", "", ""], 1)],
        warnings=[("sex_unclear", 7), ("sex_unclear", 8)],
    ),
    Case(
        "identifiers that Excel took for numbers",
        xlsx(
            (
                "x",
                [
                    ["STT", "Mã định danh", "Mã HS", "Họ và tên", "Lớp"],
                    [1, (12345678, ZEROS), "0012", "Lê An", "9A"],
                    [2, 12345679, "0013", "Lê Bé", "9A"],
                    [3, "0012345670", "1.23E+09", "Lê Tư", "9A"],
                    [4, "096211000001", "0015", "Lê Năm", "9A"],
                ],
            )
        ),
        [("Lê An", "9A", None, ""), ("Lê Năm", "9A", None, "")],
        [("id_lost_zeros", 3), ("id_scientific", 4)],
        [("personal_number_dropped", 5)],
    ),
    Case(
        "formulas that went wrong",
        xlsx(("x", [HEADING, [1, "#NAME?", "", "", "9A"], [2, "Lê Bé", "#REF!", "", "9A"], AN])),
        [AN_READ],
        problems=[("cell_is_formula", 2), ("cell_is_formula", 3)],
    ),
    Case(
        "the same identifier twice, and twins",
        csv(
            ["Mã HS", "Họ và tên", "Ngày sinh", "Lớp"],
            *[[code, name, "1/1/2011", "9A"] for code, name in (("01", "Lê An"), ("01", "Lê Bé"), ("03", "Lê An"))],
        ).encode(),
        [(name, "9A", date(2011, 1, 1), "") for name in ("Lê An", "Lê Bé", "Lê An")],
        problems=[("id_twice", 3)],
        warnings=[("same_name_and_birth", 4)],
        filename="lop.csv",
    ),
    Case(
        "those who have left",
        xlsx(("x", [[*HEADING, "Trạng thái"], [*AN, "Đang học"], [2, "Lê Bé", "", "", "10A3", "Chuyển trường"]])),
        [AN_READ],
        warnings=[("not_studying", 3)],
    ),
    Case(
        "a column twice, and none for the class",
        xlsx(("x", [["STT", "Họ và tên", "Họ tên"], [1, "Lê An", "Lê An"]])),
        [],
        problems=[("column_twice", 1), ("missing_column", 1)],
    ),
    Case("csv in Windows' Vietnamese", windows_1258(csv(HEADING, AN)), [AN_READ], filename="lop.csv"),
    Case(
        "csv in UTF-16 with tabs", csv(HEADING, AN, separator="\t").encode("utf-16-le"), [AN_READ], filename="x.txt"
    ),
    Case(
        "Excel's own csv: a mark, a line for the separator, commas in the headings",
        b"\xef\xbb\xbf" + ("sep=;\r\n" + csv(["TT", "Họ tên", "Ngày, tháng, năm sinh", "Phái", "Lớp"], AN)).encode(),
        [AN_READ],
        filename="lop.csv",
    ),
    Case(
        "csv in TCVN3, a byte a letter",
        in_tcvn3(
            csv(HEADING, [1, "Đặng Thị Hường", "5/2/2011", "Nữ", "9A"], [2, "Lý Anh Tú", "", "", "9A"])
        ).encode("latin-1"),
        [("Đặng Thị Hường", "9A", date(2011, 2, 5), "f"), ("Lý Anh Tú", "9A", None, "")],
        converted=2,
        filename="lop.csv",
    ),
    Case(
        "a list in VNI from its headings to its signatures",
        in_vni(
            csv(
                HEADING,
                [1, "Trần Văn Hải", "5/2/2011", "Nam", "9A"],
                [2, "Hồ An", "", "Nữ", "9A"],
                ["Tổng số: 2 học sinh"],
                ["", "Hiệu trưởng"],
            )
        ).encode(),
        [("Trần Văn Hải", "9A", date(2011, 2, 5), "m"), ("Hồ An", "9A", None, "f")],
        converted=2,
        filename="lop.csv",
    ),
    Case(
        "three kinds of letters in one column, and a name that may be of two",
        xlsx(
            (
                "x",
                [
                    HEADING,
                    [1, "Võ Thị Ân", "", "", "9A"],
                    [2, in_tcvn3("Nguyễn Văn Đức"), "", "", "9A"],
                    [3, in_vni("Nguyễn Thị Hạnh"), "", "", "9A"],
                    [4, in_vni("Hồ An"), "", "", "9A"],
                    [5, "Trần Vaên", "", "", "9A"],
                ],
            )
        ),
        [(name, "9A", None, "") for name in ("Võ Thị Ân", "Nguyễn Văn Đức", "Nguyễn Thị Hạnh", "Hoà An")],
        problems=[("legacy_font", 6)],
        warnings=[("font_unsure", 5)],
        converted=2,
    ),
    Case(
        "a font of capitals: shown as read",
        xlsx(("x", [HEADING, [1, in_tcvn3("nguyễn văn đức"), "", "", "9A"], [2, in_tcvn3("LÊ ÁNH"), "", "", "9A"]])),
        [("nguyễn văn đức", "9A", None, ""), ("LÊ ÁNH", "9A", None, "")],
        converted=2,
    ),
    Case(
        "an old workbook of two classes",
        (FILES / "two-classes.xls").read_bytes(),
        [
            ("Nguyễn Văn An", "10A1", date(2011, 2, 15), "m"),
            ("Danh Thị Bích Trâm", "10A1", date(2011, 5, 2), "f"),
            ("Thạch Sô Phi", "10A1", date(2011, 12, 31), "m"),
            ("Lê Bé", "10A2", None, "f"),
            ("Trần Thị Út", "10A2", None, "m"),
            ("Võ Minh", "10A2", date(2011, 3, 4), "m"),
        ],
        problems=[("cell_is_formula", 5)],
        filename="lop.xls",
    ),
    Case(
        "the title as one cell over all, letters nobody can read",
        csv(["TRƯỜNG THCS", "", "", "", ""], HEADING, [1, "Nguyá»…n An", "", "", "9A"], AN).encode(),
        [AN_READ],
        problems=[("unreadable_letters", 3)],
        filename="lop.csv",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_list_of_a_school(case):
    preview = preview_file(
        data=case.data, filename=case.filename, school=make_school(), year=2026, class_name="", on=ON
    )
    rows = [(row.full_name, row.class_name, row.birth_date, row.sex) for row in preview.roster.rows]
    assert rows == case.pupils
    assert [(one.code, one.row) for one in preview.plan.problems] == case.problems
    assert [(one.code, one.row) for one in preview.plan.warnings] == case.warnings
    assert len(preview.roster.conversions) == case.converted
    assert not User.objects.exists()
