"""What each register asks for, column by column: pages, spreadsheets and checks are all made of these shapes.

Labels are Vietnamese, as a spreadsheet's headings are; pages translate them. Sources of the columns: the plan's points
II.5, III, IV and V.5.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "long", "link", "day", "year", "grade", "heads", "amount", "choice", "yes", "names", "prizes", "contest"
]
Choices = tuple[tuple[str, str], ...]


def gettext_noop(text: str) -> str:
    """Marks a label for translation; who shows it translates."""
    return text


KINDS: Choices = (
    ("alone", gettext_noop("Buổi riêng")),
    ("integrated", gettext_noop("Lồng ghép")),
)
FORMS: Choices = (
    ("news", gettext_noop("Tin, bài báo")),
    ("column", gettext_noop("Chuyên mục, chuyên trang")),
    ("seminar", gettext_noop("Hội thảo, tọa đàm")),
    ("banner", gettext_noop("Pa nô, băng rôn, áp phích")),
    ("leaflet", gettext_noop("Tờ gấp, tờ rơi")),
    ("book_corner", gettext_noop("Góc sách, góc thư viện, góc ASEAN")),
    ("website", gettext_noop("Trang thông tin điện tử, mạng xã hội")),
    ("radio", gettext_noop("Phát thanh học đường")),
    ("other", gettext_noop("Hình thức khác")),
)
SOURCES: Choices = (
    ("province", gettext_noop("Ngân sách tỉnh")),
    ("school", gettext_noop("Kinh phí của trường")),
    ("sponsor", gettext_noop("Tài trợ, xã hội hóa")),
    ("other", gettext_noop("Nguồn hợp pháp khác")),
)
#: Subjects as the curriculum names them; out of class the activity has a title instead.
SUBJECTS = (
    "Ngữ văn", "Lịch sử", "Địa lí", "Lịch sử và Địa lí", "Đạo đức", "Giáo dục công dân",
    "Giáo dục kinh tế và pháp luật", "Ngoại ngữ", "Tự nhiên và Xã hội", "Tin học", "Âm nhạc", "Mĩ thuật",
    "Giáo dục quốc phòng và an ninh", "Giáo dục của địa phương", "Hoạt động trải nghiệm", "Môn khác",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """`limit` is the most letters of a text or the largest number; `hint` says how to write it."""

    name: str
    label: str
    kind: Kind = "text"
    required: bool = False
    limit: int = 200
    choices: Choices = ()
    hint: str = ""


@dataclass(frozen=True)
class Shape:
    """One register. `same` names the columns by which a row is recognised; `held` means a day to come is refused,
    since it has not taken place; `by_school` and `by_desk` say whose rows it takes."""

    key: str
    title: str
    columns: tuple[Column, ...]
    same: tuple[str, ...]
    held: bool = False
    by_school: bool = True
    by_desk: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def days(self) -> tuple[str, str]:
        """The columns of the first and the last day."""
        names = {column.name for column in self.columns}
        return ("first", "last") if "first" in names else ("day", "day")


def _day(label: str) -> Column:
    return Column("day", label, "day", required=True)


def _heads(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, label, "heads", limit=100_000) for name, label in _HEADS if name in names)


_HEADS = (
    ("pupils", gettext_noop("Lượt học sinh")),
    ("students", gettext_noop("Lượt sinh viên")),
    ("teachers", gettext_noop("Lượt giáo viên")),
    ("researchers", gettext_noop("Lượt nhà nghiên cứu")),
)
_TALKS = Shape(
    "talks",
    gettext_noop("Nói chuyện chuyên đề"),
    (
        _day(gettext_noop("Ngày")),
        Column("title", gettext_noop("Chủ đề"), required=True, limit=300),
        Column("kind", gettext_noop("Cách tổ chức"), "choice", required=True, choices=KINDS),
        Column("politics", gettext_noop("Chính trị - an ninh"), "yes"),
        Column("economy", gettext_noop("Kinh tế"), "yes"),
        Column("culture", gettext_noop("Văn hóa - xã hội"), "yes"),
        *_heads("pupils", "students", "teachers"),
    ),
    same=("day", "title", "kind"),
    held=True,
)
_LESSONS = Shape(
    "lessons",
    gettext_noop("Dạy học và ngoại khóa"),
    (
        Column("year", gettext_noop("Năm học"), "year", required=True, hint=gettext_noop("Ví dụ: 2026-2027")),
        Column("first", gettext_noop("Từ ngày"), "day", required=True),
        Column("last", gettext_noop("Đến ngày"), "day", required=True),
        Column("out_of_class", gettext_noop("Ngoại khóa"), "yes"),
        Column("subject", gettext_noop("Môn học"), "choice", choices=tuple((name, name) for name in SUBJECTS)),
        Column("title", gettext_noop("Bài học hoặc hoạt động"), required=True, limit=300),
        Column("grade", gettext_noop("Khối"), "grade", hint=gettext_noop("1 đến 12; để trống khi nhiều khối")),
        Column("periods", gettext_noop("Số tiết"), "heads", limit=10_000),
        Column("pupils", gettext_noop("Lượt học sinh"), "heads", limit=100_000),
    ),
    same=("first", "last", "title", "subject", "grade", "out_of_class"),
)
_OUTSIDE = Shape(
    "outside",
    gettext_noop("Cuộc thi bên ngoài"),
    (
        Column("contest", gettext_noop("Cuộc thi"), "contest", required=True),
        _day(gettext_noop("Ngày dự thi")),
        *_heads("pupils", "students", "teachers"),
        Column("prizes", gettext_noop("Giải"), "prizes", limit=20, hint=gettext_noop("Ví dụ: Nhất: 1; Nhì: 2")),
    ),
    same=("contest",),
    held=True,
)
_EXCHANGES = Shape(
    "exchanges",
    gettext_noop("Giao lưu"),
    (
        _day(gettext_noop("Ngày")),
        Column("title", gettext_noop("Tên hoạt động"), required=True, limit=300),
        Column(
            "countries", gettext_noop("Nước tham gia"), "names", limit=20, hint=gettext_noop("Ví dụ: Lào; Thái Lan")
        ),
        *_heads("pupils", "students", "teachers", "researchers"),
    ),
    same=("day", "title"),
    held=True,
    by_desk=True,
)
_PUBLICITY = Shape(
    "publicity",
    gettext_noop("Tuyên truyền"),
    (
        _day(gettext_noop("Ngày")),
        Column("form", gettext_noop("Hình thức"), "choice", required=True, choices=FORMS),
        Column("title", gettext_noop("Tên, nội dung"), required=True, limit=300),
        Column("items", gettext_noop("Số sản phẩm"), "heads", required=True, limit=100_000),
        Column("copies", gettext_noop("Số bản, lượt xem"), "heads", limit=10_000_000),
        Column("link", gettext_noop("Liên kết"), "link", limit=300, hint=gettext_noop("Bắt đầu bằng https://")),
    ),
    same=("day", "title", "form"),
    by_desk=True,
)
_MONEY = Shape(
    "money",
    gettext_noop("Kinh phí"),
    (
        _day(gettext_noop("Ngày")),
        Column("source", gettext_noop("Nguồn"), "choice", required=True, choices=SOURCES),
        Column("amount", gettext_noop("Số tiền (đồng)"), "amount", required=True, limit=1_000_000_000_000),
        Column("purpose", gettext_noop("Dùng cho"), required=True, limit=300),
    ),
    same=("day", "source", "purpose"),
    by_desk=True,
)
_DOCUMENTS = Shape(
    "documents",
    gettext_noop("Văn bản chỉ đạo"),
    (
        Column("number", gettext_noop("Số, ký hiệu"), required=True, limit=60),
        _day(gettext_noop("Ngày ban hành")),
        Column("abstract", gettext_noop("Trích yếu"), "long", required=True, limit=500),
        Column("issuer", gettext_noop("Cơ quan ban hành"), limit=200),
    ),
    same=("number", "day"),
    by_school=False,
    by_desk=True,
)
_CONTESTS = Shape(
    "contests",
    gettext_noop("Phát động cuộc thi bên ngoài"),
    (
        Column("name", gettext_noop("Tên cuộc thi"), required=True, limit=300),
        Column("organiser", gettext_noop("Đơn vị tổ chức"), required=True, limit=200),
        Column("by_ministry", gettext_noop("Bộ Giáo dục và Đào tạo tổ chức"), "yes"),
        _day(gettext_noop("Ngày phát động")),
    ),
    same=("name", "organiser", "day"),
    by_school=False,
    by_desk=True,
)
SHAPES = {
    shape.key: shape for shape in (_TALKS, _LESSONS, _OUTSIDE, _EXCHANGES, _PUBLICITY, _MONEY, _DOCUMENTS, _CONTESTS)
}
#: The registers of a school, in the order of its page and its workbook.
OF_SCHOOLS = tuple(shape for shape in SHAPES.values() if shape.by_school)
#: The Department's own registers.
OF_DESK = tuple(shape for shape in SHAPES.values() if shape.by_desk)


def name_of(choices: Choices, code: str) -> str:
    """The Vietnamese name of a code, for paper; an unknown code is told as it is."""
    return dict(choices).get(code, code)
