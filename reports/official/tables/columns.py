"""Columns that several tables share, each with its meaning in Vietnamese and English for the data dictionary."""

from collections.abc import Collection, Mapping

from reports.official.contents import Taking
from reports.official.tables.shape import HIDDEN, Cell, Column, Said
from reports.rules.wording import percent, whole

PARTICIPANTS = Column(
    "participants", "Học sinh dự thi", "count",
    "Số người khác nhau có ít nhất một lượt thi trong phạm vi của dòng", "Distinct persons with at least one turn",
)  # fmt: skip
GIRLS = Column(
    "girls", "Trong đó: nữ", "count",
    "Số nữ trong số người dự thi; trống khi có thể lộ nhóm nhỏ", "Girls among the participants; empty if too few",
    empty=HIDDEN,
)  # fmt: skip
TURNS = Column("turns", "Lượt thi", "count", "Số lượt thi", "Turns (valid attempts)")
INVITED = Column("schools_invited", "Trường được mời", "count", "Số trường được mời", "Schools invited")
TAKING_PART = Column(
    "schools_taking_part", "Trường có học sinh dự thi", "count",
    "Số trường có ít nhất một học sinh dự thi", "Schools with at least one participant",
)  # fmt: skip
COVERAGE = Column(
    "coverage", "Độ phủ", "percent",
    "Trường có học sinh dự thi chia cho trường được mời", "Schools taking part of schools invited",
)  # fmt: skip
ENROLLED = Column(
    "enrolled", "Học sinh được mời", "count",
    "Số học sinh thuộc các khối lớp được mời; trống khi chưa có số liệu",
    "Pupils of the invited grades; empty if not known",
)  # fmt: skip
RATE = Column(
    "rate", "Tỷ lệ tham gia", "percent",
    "enrolled_participants chia cho enrolled; trống khi chưa có mẫu số",
    "enrolled_participants of enrolled; empty without a denominator",
)  # fmt: skip
TAKING: tuple[Column, ...] = (
    INVITED,
    TAKING_PART,
    COVERAGE,
    PARTICIPANTS,
    GIRLS,
    TURNS,
    ENROLLED,
    Column(
        "enrolled_schools", "Trường có số học sinh", "count",
        "Số trường có số liệu học sinh", "Schools whose number of pupils is known",
    ),
    Column(
        "enrolled_participants", "Học sinh dự thi của các trường đó", "count",
        "Số học sinh dự thi của các trường có số liệu học sinh", "Participants of the schools whose number is known",
    ),
    RATE,
    Column(
        "exceeds", "Cần kiểm tra", "yes",
        "Số dự thi lớn hơn số học sinh theo nguồn số liệu", "More took part than there should be",
    ),
    Column("right", "Câu trả lời đúng", "count", "Số câu trả lời đúng", "Right answers"),
    Column("items", "Câu đã giao", "count", "Số câu đã giao", "Items set"),
    Column(
        "right_share", "Tỷ lệ đúng", "percent", "right chia cho items", "right of items", empty=HIDDEN
    ),
)  # fmt: skip


def taking_columns(
    widths: Mapping[str, int], titles: Mapping[str, str] | None = None, *, but: Collection[str] = ()
) -> tuple[Column, ...]:
    """The columns of a `Taking` without those of `but`; those with a width are printed."""
    named = titles or {}
    return tuple(
        column.on_paper(widths.get(column.key, 0), named.get(column.key, ""))
        for column in TAKING
        if column.key not in but
    )


def taking_cells(taking: Taking, *, but: Collection[str] = ()) -> tuple[Cell, ...]:
    """The values of a `Taking` in the order of its columns."""
    cells = {column.key: getattr(taking, column.key) for column in TAKING}
    cells["rate"] = Said(taking.rate, rate(taking))
    if not taking.participants:
        cells["right_share"] = Said(taking.right_share, "")  # nobody sat: nothing is hidden
    return tuple(cell for key, cell in cells.items() if key not in but)


def rate(taking: Taking) -> str:
    """The rate with what must be said beside it."""
    text = percent(taking.rate)
    if taking.enrolled_participants != taking.participants and taking.rate is not None:
        text += f" ({whole(taking.enrolled_participants)}/{whole(taking.enrolled or 0)})"
    return f"{text} *" if taking.exceeds else text
