"""Sentences for what is wrong with a class list: where, what, and what to do."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.actions.roster_plan import Plan
from schools.models import User
from schools.rules.roster import Column, Problem, RosterRow, headings

FILE = {
    "empty_file": gettext_lazy("Tệp này trống."),
    "no_pupils": gettext_lazy("Không thấy học sinh nào dưới dòng tiêu đề."),
    "too_large": gettext_lazy("Tệp lớn hơn 10 MB. Hãy tách thành nhiều tệp."),
    "too_large_unpacked": gettext_lazy("Nội dung tệp quá lớn. Hãy chép các dòng cần thiết sang tệp mới."),
    "too_many_rows": gettext_lazy("Tệp có hơn 10.000 dòng. Hãy tách thành nhiều tệp."),
    "too_many_columns": gettext_lazy("Tệp có hơn 200 cột. Hãy chỉ giữ các cột cần thiết."),
    "old_excel": gettext_lazy("Tệp .xls này quá cũ hoặc không phải của Excel. Hãy lưu lại thành .xlsx."),
    "locked_file": gettext_lazy("Tệp này có mật khẩu. Hãy bỏ mật khẩu rồi chọn lại."),
    "macros": gettext_lazy("Tệp này có macro. Hãy lưu lại thành .xlsx thường."),
    "wrong_kind": gettext_lazy("Chỉ đọc được tệp .xlsx, .xls và .csv."),
    "broken_file": gettext_lazy("Tệp bị hỏng hoặc chưa tải lên hết. Hãy mở bằng Excel, lưu lại rồi chọn lần nữa."),
    "broken_line": gettext_lazy("Dòng này có dấu nháy mở mà không đóng."),
    "unreadable_text": gettext_lazy("Không đọc được bảng mã của tệp. Hãy lưu lại dạng .xlsx, hoặc .csv UTF-8."),
    "no_heading_row": gettext_lazy("Không thấy dòng tiêu đề trong 20 dòng đầu. Hãy chọn giúp cột nào là Họ và tên."),
    "sheet_skipped": gettext_lazy("Trang tính này không có danh sách nên không đọc."),
}  # fmt: skip
CELL = {
    "name_missing": gettext_lazy("Thiếu họ và tên."),
    "name_too_long": gettext_lazy("Họ và tên dài quá 120 ký tự."),
    "name_unreadable": gettext_lazy("Họ và tên không có chữ nào."),
    "unreadable_letters": gettext_lazy("Tên có chữ không đọc được."),
    "legacy_font": gettext_lazy("Chữ lẫn lộn giữa phông cũ và Unicode nên không đoán được. Hãy gõ lại ô này."),
    "font_unsure": gettext_lazy("Có thể là phông cũ, nhưng đọc theo Unicode cũng có nghĩa. Hãy xem lại tên này."),
    "class_from_title": gettext_lazy("Không có cột Lớp nên lấy tên lớp ở dòng này."),
    "cell_is_formula": gettext_lazy("Ô này là công thức hoặc báo lỗi. Hãy dán giá trị vào."),
    "class_missing": gettext_lazy("Thiếu tên lớp."),
    "class_too_long": gettext_lazy("Tên lớp dài quá 40 ký tự."),
    "grade_unknown": gettext_lazy("Không biết là khối mấy. Hãy thêm cột Khối."),
    "birth_unreadable": gettext_lazy("Không có ngày này, hoặc chưa viết theo ngày/tháng/năm, ví dụ 15/02/2011."),
    "birth_year_only": gettext_lazy("Chỉ có năm sinh nên ngày sinh được để trống."),
    "odd_age": gettext_lazy("Tuổi ngoài khoảng 5–25. Hãy xem lại ngày sinh."),
    "sex_unclear": gettext_lazy("Không rõ nam hay nữ nên được để trống."),
    "id_lost_zeros": gettext_lazy("Ô mã là số nên đã mất số 0 ở đầu. Hãy đổi cột sang kiểu Văn bản và gõ lại mã."),
    "id_scientific": gettext_lazy("Mã bị Excel đổi thành dạng 1,23E+09. Hãy đổi cột sang kiểu Văn bản và gõ lại mã."),
    "id_too_long": gettext_lazy("Mã quá dài."),
    "personal_number_dropped": gettext_lazy("Đây là số định danh cá nhân 12 số. Hệ thống không cần nên không lưu."),
    "not_studying": gettext_lazy("Không còn học nên không nhập."),
    "pupil_of_other_school": gettext_lazy("Mã này của học sinh trường khác. Hãy kiểm tra lại, hoặc hỏi Sở."),
    "pupil_is_sitting": gettext_lazy("Em này đang làm bài nên chưa chuyển lớp được. Hãy chờ em nộp bài rồi nhập lại."),
    "ids_disagree": gettext_lazy("Mã định danh và mã học sinh chỉ hai em khác nhau."),
}  # fmt: skip
FIELDS = {
    "full_name": gettext_lazy("Họ và tên"),
    "before": gettext_lazy("Họ và tên đệm"),
    "given": gettext_lazy("Tên"),
    "class": gettext_lazy("Lớp"),
    "grade": gettext_lazy("Khối"),
    "birth": gettext_lazy("Ngày sinh"),
    "birth_day": gettext_lazy("Ngày sinh: chỉ ngày"),
    "birth_month": gettext_lazy("Ngày sinh: chỉ tháng"),
    "birth_year": gettext_lazy("Ngày sinh: chỉ năm"),
    "sex": gettext_lazy("Giới tính"),
    "girl": gettext_lazy("Nữ (đánh dấu)"),
    "boy": gettext_lazy("Nam (đánh dấu)"),
    "pupil_code": gettext_lazy("Mã học sinh"),
    "ministry_id": gettext_lazy("Mã định danh của Bộ"),
    "order": gettext_lazy("Số thứ tự"),
    "status": gettext_lazy("Trạng thái"),
    headings.DROP: gettext_lazy("Bỏ qua"),
}
WITH_VALUES = {
    "missing_column": gettext_lazy("Thiếu cột “%(column)s”."),
    "column_twice": gettext_lazy("Cột “%(column)s” có hai lần."),
    "id_twice_in_file": gettext_lazy("Mã %(value)s đã có ở dòng %(row)s. Mỗi em phải có mã riêng."),
    "id_twice": gettext_lazy("Mã %(value)s đã dùng cho một em khác trong danh sách."),
    "same_name_and_birth": gettext_lazy("Trùng tên và ngày sinh với dòng %(row)s. Vẫn nhập thành hai em."),
    "id_of_another": gettext_lazy(
        "Mã %(value)s ở đây là của em %(other)s. Hãy xem lại mã. Nếu em ấy đổi tên, hãy sửa tên ở trang của em trước."
    ),
    "known_by_name": gettext_lazy(
        "Trường đã có em %(other)s (lớp %(value)s) không có trong tệp. Nếu là cùng một em: sửa tên, ngày sinh ở trang "
        "của em, hoặc thêm mã vào tệp. Không thì đây là một em mới, chưa có thẻ và bài nào."
    ),
}
FONTS = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}


def sentence(problem: Problem) -> str:
    """What a problem means and what to do about it."""
    code = "id_twice_in_file" if problem.code == "id_twice" and problem.other_row else problem.code
    if code in WITH_VALUES:
        column = FIELDS.get(problem.column, problem.column)
        named = {"column": column, "value": problem.value, "row": problem.other_row, "other": problem.other}
        return str(WITH_VALUES[code]) % named
    known = FILE.get(code) or CELL.get(code)
    return str(known or _("Dòng này không đọc được."))


def changes(plan: Plan) -> list[dict[str, object]]:
    """Who is changed and how: each value that stands and the one that comes, and who is put into which class."""
    told = [
        {
            "name": pupil.full_name,
            "id": pupil.pk,
            "row": row.row,
            "parts": [_part(name, row, pupil) for name in differing],
        }
        for row, pupil, differing in plan.changed
        if differing
    ]
    moved = (
        {"name": pupil.full_name, "id": pupil.pk, "row": row.row, "to": row.class_name} for row, pupil in plan.moved
    )
    return [*told, *moved]


def _part(name: str, row: RosterRow, pupil: User) -> dict[str, str]:
    label = FIELDS["birth" if name == "birth_date" else name]
    return {"label": str(label), "old": _said(getattr(pupil, name)), "new": _said(getattr(row, name))}


def _said(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return {"f": _("Nữ"), "m": _("Nam"), "": "–"}.get(str(value or ""), str(value))


def place(problem: Problem) -> str:
    """`Trang 10A3 · dòng 5 · cột Ngày sinh`, as far as it is known."""
    parts = []
    if problem.sheet:
        parts.append(_("Trang tính %(name)s") % {"name": problem.sheet})
    if problem.row:
        parts.append(_("dòng %(row)s") % {"row": problem.row})
    if problem.column and problem.code not in {"missing_column", "column_twice"}:
        parts.append(_("cột %(name)s") % {"name": problem.column})
    return " · ".join(parts) or _("Cả tệp")


def told(problems: list[Problem], limit: int = 200) -> list[dict[str, str]]:
    """Problems as the page lists them."""
    return [{"place": place(one), "sentence": sentence(one), "value": one.value} for one in problems[:limit]]


def field_choices() -> list[tuple[str, str]]:
    """What a column may be said to hold, as the page's lists have it."""
    return [(name, str(label)) for name, label in FIELDS.items()]


def columns_unsure(columns: Sequence[Column], problems: Sequence[Problem]) -> bool:
    """Whether the page should ask about columns: one is missing or met twice, or one says what nobody knows."""
    asked = any(one.code in {"missing_column", "no_heading_row", "column_twice"} for one in problems)
    return asked or any(not column.field and column.samples for column in columns)


def sheet_headings() -> list[str]:
    """The first row of the workbook of problems."""
    return [_("Loại"), _("Trang tính"), _("Dòng"), _("Họ và tên"), _("Cột"), _("Trong tệp"), _("Việc gì")]


def sheet_rows(problems: Sequence[Problem], warnings: Sequence[Problem]) -> Iterator[list[str | int]]:
    """The rows of that workbook: what must be mended, then what is worth a look."""
    for kind, ones in ((_("Cần sửa"), problems), (_("Nên xem"), warnings)):
        for one in ones:
            yield [kind, one.sheet, one.row or "", one.name, one.column, one.value, sentence(one)]
