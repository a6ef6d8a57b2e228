"""The analysis as an Excel workbook: numbers stay numbers, strings are never formulas, nobody is named."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from contests.exchange.cells import inert
from contests.models import Contest
from contests.queries.paper import code_of_number
from reports.official.analysis import Analysis, AskedLine, PaperLine

Cell = str | float | int | None
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SEPARATOR = "; "


def workbook(contest: Contest, found: Analysis) -> bytes:
    """Sheets: the papers, the items, their options, groups compared, how everything is counted."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    title = f"{contest.title} ({contest.code})"
    if contest.is_demo:
        title = f"{_('Số liệu minh họa')}. {title}"
    write = _Sheets(book, title)
    write.sheet(_("Đề"), _paper_heads(), map(_paper, found.papers))
    write.sheet(_("Câu hỏi"), _item_heads(), (_item(line) for line in found.items))
    write.sheet(_("Phương án"), _option_heads(), (row for line in found.items for row in _options(line)))
    write.sheet(_("So nhóm"), _group_heads(), _groups(found))
    write.sheet(_("Cách tính"), [_("Cột"), _("Công thức và nguồn")], methods())
    book.close()
    return file.getvalue()


class _Sheets:
    def __init__(self, book: Any, title: str) -> None:
        self._book, self._title = book, title
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._number = book.add_format({"num_format": "0.000", "valign": "top"})
        self._whole = book.add_format({"num_format": "#,##0", "valign": "top"})

    def sheet(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, inert(self._title), self._bold)
        for column, head in enumerate(heads):
            wide = 60 if head in {_("Nội dung"), _("Công thức và nguồn")} else 14
            sheet.set_column(column, column, wide)
            sheet.write_string(1, column, inert(head), self._bold)
        sheet.freeze_panes(2, 1)
        for number, row in enumerate(rows, start=2):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, inert(cell), self._text)
                elif cell is not None:
                    sheet.write_number(number, column, cell, self._whole if isinstance(cell, int) else self._number)


def _paper_heads() -> list[str]:
    return [
        _("Mã đề"),
        _("Số bài"),
        _("Số câu"),
        _("Trung bình (%)"),
        _("Trung vị (%)"),
        _("Độ lệch chuẩn (%)"),
        _("Độ lệch"),
        _("Độ nhọn"),
        _("Độ tin cậy"),
        _("Sai số chuẩn (%)"),
        _("Chênh so với đề đầu (%)"),
        _("Từ"),
        _("Đến"),
        _("Giá trị p"),
    ]


def _paper(line: PaperLine) -> Sequence[Cell]:
    return (
        code_of_number(line.number),
        line.n,
        line.items,
        line.mean,
        line.median,
        line.deviation,
        line.skewness,
        line.kurtosis,
        line.alpha,
        line.error,
        line.difference,
        line.low,
        line.high,
        line.p,
    )


def _item_heads() -> list[str]:
    return [
        _("Câu"),
        _("Nội dung"),
        _("Mã câu hỏi"),
        _("Điểm tối đa"),
        _("Số bài"),
        _("Bỏ trống"),
        _("p"),
        _("Độ lệch chuẩn (điểm)"),
        _("Độ phân biệt"),
        _("Tương quan"),
        _("Hiệu quả"),
        _("Trọng số dự định (%)"),
        _("Trọng số thực tế (%)"),
        _("Tin cậy nếu bỏ"),
    ]


def _place(line: AskedLine) -> str:
    return SEPARATOR.join(f"{code_of_number(paper)}-{position}" for paper, position in line.places)


def _item(line: AskedLine) -> Sequence[Cell]:
    return (
        _place(line),
        line.stem,
        line.slug,
        line.worth / 100,
        line.n,
        line.blank,
        line.facility,
        None if line.deviation is None else line.deviation / 100,
        line.discrimination,
        line.correlation,
        line.efficiency,
        line.intended_weight,
        line.effective_weight,
        line.alpha_without,
    )


def _option_heads() -> list[str]:
    return [
        _("Câu"),
        _("Phương án"),
        _("Nội dung"),
        _("Đáp án"),
        _("Số bài chọn"),
        _("Tỉ lệ"),
        _("Nhóm điểm cao"),
        _("Nhóm điểm thấp"),
        _("Điểm các câu còn lại"),
        _("Tương quan"),
    ]


def _options(line: AskedLine) -> Iterable[Sequence[Cell]]:
    for option in line.options:
        rest = None if option.rest is None else option.rest / 100
        yield (
            _place(line),
            option.letter,
            option.text,
            _("Đáp án") if option.right else "",
            option.n,
            option.share,
            option.upper,
            option.lower,
            rest,
            option.correlation,
        )


def _group_heads() -> list[str]:
    heads = [_("So theo"), _("Nhóm gốc"), _("Nhóm so"), _("Câu"), _("Nội dung"), _("Tỉ số chênh"), _("Delta")]
    return [*heads, "χ²", _("Mức ETS")]


def _groups(found: Analysis) -> Iterable[Sequence[Cell]]:
    by = {"sex": _("Giới tính"), "paper": _("Mã đề"), "level": _("Cấp học")}
    sexes = {"m": _("Nam"), "f": _("Nữ")}
    for one in found.comparisons:
        names = [code_of_number(int(name)) if one.by == "paper" else name for name in (one.reference, one.focal)]
        first, second = (sexes[name] if one.by == "sex" else name for name in names)
        for line in one.lines:
            place = _place(found.items[line.number - 1])
            yield (by[one.by], first, second, place, line.stem, line.alpha, line.delta, line.chi2, line.ets)


def methods() -> list[tuple[str, str]]:
    """Every column with its formula and source."""
    return [
        (_("p"), _("Tổng điểm đạt được / tổng điểm tối đa của câu (Lord và Novick 1968).")),
        (_("Độ phân biệt"), _("p của 27% bài điểm cao nhất trừ p của 27% bài điểm thấp nhất (Kelley 1939).")),
        (_("Tương quan"), _("Tương quan giữa điểm của câu và tổng điểm các câu còn lại (Henrysson 1963).")),
        (_("Hiệu quả"), _("Hiệp phương sai của câu với phần còn lại / hiệp phương sai lớn nhất có thể (Moodle).")),
        (_("Trọng số dự định (%)"), _("Điểm tối đa của câu / tổng điểm của đề.")),
        (_("Trọng số thực tế (%)"), _("Căn của hiệp phương sai với tổng điểm / tổng các căn ấy trong đề (Moodle).")),
        (_("Độ tin cậy"), _("Alpha của Cronbach (1951); với câu đúng hoặc chưa đúng là KR-20 (1937).")),
        (_("Sai số chuẩn (%)"), _("Độ lệch chuẩn × căn của (1 − độ tin cậy) (Lord và Novick 1968).")),
        (_("Chênh so với đề đầu (%)"), _("Hiệu hai trung bình, khoảng tin cậy 95% và p theo Welch (1947).")),
        (_("Mức ETS"), _("Mantel và Haenszel (1959); delta = −2,35 ln tỉ số chênh (Holland và Thayer 1988).")),
    ]
