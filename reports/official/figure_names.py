"""What every figure of the tree is called in words, by the class that holds it; and how its values are written."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from reports.official import contents as tree
from reports.official import names
from reports.official.tables.results import topic_name
from reports.rules import registers
from reports.rules.wording import NO_DATA, short_day, whole

__all__ = ["FIGURES", "ROWS", "SECTION_NAMES", "keyed", "row_name", "value_text"]

#: Sections that the office words, as an officer knows them.
SECTION_NAMES = {
    "opening": "Lời mở đầu",
    "direction": "Công tác chỉ đạo, triển khai",
    "results": "Kết quả thực hiện",
    "strengths": "Ưu điểm",
    "limits": "Hạn chế",
    "causes": "Nguyên nhân",
    "tasks": "Phương hướng, nhiệm vụ",
    "proposals": "Kiến nghị, đề xuất",
}
_PARTICIPANTS, _TURNS = "người dự thi", "lượt thi"
_HEADS = {"pupils": "lượt học sinh", "students": "lượt sinh viên", "teachers": "lượt giáo viên"}

FIGURES: dict[str, dict[str, str]] = {
    "Contents": {
        "first": "ngày đầu kỳ", "last": "ngày cuối kỳ", "cut_off": "ngày chốt số liệu",
        "is_demo": "số liệu minh họa", "letterhead": "thể thức văn bản", "contests": "cuộc thi",
        "contests_held": "số cuộc thi", "overall": "toàn tỉnh", "teachers": "thi dành cho giáo viên",
        "denominators": "nguồn số học sinh", "units": "địa bàn", "levels": "cấp học", "grades": "khối lớp",
        "schools": "trường", "schools_silent": "số trường chưa có học sinh dự thi",
        "schools_exceeding": "số trường có học sinh dự thi nhiều hơn số học sinh", "scores": "kết quả bài thi",
        "items": "câu hỏi", "items_used": "số câu hỏi đã dùng", "small": "cỡ nhóm nhỏ không nêu kết quả",
        "published": "đã gộp nhóm nhỏ", "period": "tên kỳ báo cáo", "change": "so với kỳ trước",
        "audiences": "đối tượng", "channels": "hình thức", "rounds": "vòng thi", "weeks": "tuần",
        "clusters": "cụm địa bàn", "topics": "nội dung", "awareness": "trước và sau", "papers": "đề",
        "registers": "sổ theo dõi", "schema": "cấu trúc số liệu",
    },
    "Letterhead": {
        "parent": "cơ quan chủ quản", "agency": "cơ quan ban hành", "symbol": "ký hiệu", "place": "địa danh",
        "plan": "kế hoạch được báo cáo", "to": "kính gửi", "signs_as": "quyền hạn, chức vụ người ký",
        "signatory": "người ký", "copies_to": "nơi nhận", "filed_by": "đơn vị soạn thảo",
    },
    "ContestLine": {
        "code": "mã", "title": "tên", "audience": "đối tượng", "level": "vòng", "first_day": "ngày mở",
        "last_day": "ngày đóng", "schools_invited": "trường được mời", "participants": _PARTICIPANTS,
        "turns": _TURNS, "merged": "số cuộc thi gộp",
    },
    "Taking": {
        "participants": "học sinh dự thi", "girls": "học sinh nữ dự thi", "turns": _TURNS,
        "schools_invited": "trường được mời", "schools_taking_part": "trường có học sinh dự thi",
        "coverage": "độ phủ", "enrolled": "học sinh được mời", "enrolled_schools": "trường có số học sinh",
        "enrolled_participants": "học sinh dự thi của các trường có số học sinh", "rate": "tỷ lệ tham gia",
        "exceeds": "số dự thi lớn hơn số học sinh", "right": "câu trả lời đúng", "items": "câu đã giao",
        "right_share": "tỷ lệ trả lời đúng",
    },
    "Teachers": {"participants": _PARTICIPANTS, "turns": _TURNS},
    "Denominators": {
        "schools_by_lists": "trường theo danh sách lớp", "schools_by_figure": "trường theo số liệu nhập",
        "schools_unknown": "trường chưa có số học sinh", "earliest": "ngày sớm nhất của số liệu",
        "latest": "ngày muộn nhất của số liệu",
    },
    "UnitLine": {"key": "mã", "name": "tên", "taking": "", "merged": "số địa bàn gộp"},
    "LevelLine": {"level": "cấp học", "taking": "", "merged": "số cấp học gộp"},
    "GradeLine": {
        "grade": "khối", "participants": "học sinh dự thi", "girls": "học sinh nữ dự thi", "turns": _TURNS,
        "grades": "các khối gộp",
    },
    "SchoolLine": {
        "key": "mã", "name": "tên", "unit": "địa bàn", "invited": "được mời", "taking": "",
        "as_of": "ngày của số học sinh", "source": "nguồn số học sinh", "merged": "số trường gộp",
    },
    "Scores": {
        "n": _TURNS, "mean": "điểm trung bình", "median": "trung vị", "deviation": "độ lệch chuẩn",
        "bands": "khoảng điểm",
    },
    "Band": {"low": "cận dưới", "high": "cận trên", "n": _TURNS, "share": "tỷ lệ"},
    "ItemLine": {
        "slug": "mã", "stem": "câu hỏi", "n": "lượt có câu này", "answered": "lượt trả lời",
        "ungraded": "chưa chấm được", "difficulty": "độ khó", "options": "phương án",
        "discrimination": "độ phân biệt",
    },
    "OptionShare": {"text": "phương án", "n": "lượt chọn", "share": "tỷ lệ"},
    "Change": {
        "first": "ngày đầu kỳ trước", "last": "ngày cuối kỳ trước", "participants": "học sinh dự thi",
        "turns": _TURNS, "schools_taking_part": "trường có học sinh dự thi", "coverage": "độ phủ",
        "rate": "tỷ lệ tham gia", "right_share": "tỷ lệ trả lời đúng",
    },
    "AudienceLine": {
        "audience": "đối tượng", "participants": _PARTICIPANTS, "girls": "nữ", "turns": _TURNS,
    },
    "KindLine": {"code": "mã", "participants": _PARTICIPANTS, "turns": _TURNS, "merged": "số dòng gộp"},
    "WeekLine": {
        "monday": "tuần", "participants": _PARTICIPANTS, "newcomers": "người dự thi lần đầu", "turns": _TURNS,
        "weeks": "số tuần gộp",
    },
    "TopicLine": {
        "pillar": "trụ cột", "topic": "chủ đề", "name": "tên", "items": "số câu", "n": _TURNS,
        "share": "tỷ lệ điểm đạt", "low": "cận dưới", "high": "cận trên",
    },
    "Awareness": {
        "pupils": "học sinh", "schools": "trường", "before": "lần đầu", "after": "lần cuối",
        "difference": "chênh lệch", "low": "cận dưới", "high": "cận trên",
    },
    "PaperLine": {
        "contest": "cuộc thi", "paper": "đề", "n": _TURNS, "mean": "điểm trung bình", "deviation": "độ lệch chuẩn",
        "reliability": "độ tin cậy", "error": "sai số đo",
    },
    "Registers": {
        "talks": "nói chuyện chuyên đề", "lessons": "giảng dạy, ngoại khóa", "outside": "cuộc thi nơi khác tổ chức",
        "exchanges": "giao lưu", "publicity": "tuyên truyền", "documents": "văn bản chỉ đạo", "money": "kinh phí",
        "remarks": "ý kiến của trường", "returns": "tình hình báo cáo",
    },
    "Talks": {
        "schools": "trường", "sessions": "buổi", "alone": "buổi riêng", "integrated": "buổi lồng ghép",
        "attendance": "", "by_pillar": "trụ cột",
    },
    "Attendance": _HEADS,
    "Count": {"code": "loại", "n": "số lượng"},
    "Lessons": {
        "schools": "trường", "periods": "tiết", "activities": "hoạt động ngoại khóa", "pupils": "lượt học sinh",
        "subjects": "môn học",
    },
    "SubjectLine": {
        "subject": "môn", "out_of_class": "ngoại khóa", "schools": "trường", "periods": "tiết",
        "pupils": "lượt học sinh",
    },
    "OutsideLine": {
        "name": "tên", "organiser": "đơn vị tổ chức", "by_ministry": "do Bộ tổ chức", "schools": "trường",
        "taking": "", "prizes": "giải",
    },
    "Exchanges": {
        "events": "hoạt động", "attendance": "", "countries": "quốc gia", "researchers": "lượt nhà nghiên cứu",
    },
    "FormLine": {"form": "hình thức", "items": "sản phẩm", "copies": "bản hoặc lượt xem"},
    "DocumentLine": {"number": "số", "day": "ngày", "abstract": "trích yếu"},
    "MoneyLine": {"source": "nguồn", "amount": "số tiền (đồng)"},
    "Remark": {"school": "trường", "difficulties": "khó khăn", "proposals": "kiến nghị"},
    "Returns": {"asked": "trường phải báo cáo", "reported": "trường đã báo cáo"},
}  # fmt: skip

#: By what a row of a list is told from the others of its list.
ROWS: dict[str, tuple[str, ...]] = {
    "ContestLine": ("code",), "UnitLine": ("key",), "LevelLine": ("level",), "GradeLine": ("grade",),
    "SchoolLine": ("key",), "Band": ("low",), "ItemLine": ("slug",), "OptionShare": ("text",),
    "AudienceLine": ("audience",), "KindLine": ("code",), "WeekLine": ("monday",), "TopicLine": ("pillar", "topic"),
    "PaperLine": ("contest", "paper"), "Count": ("code",), "SubjectLine": ("subject", "out_of_class"),
    "OutsideLine": ("name", "organiser"), "FormLine": ("form",), "DocumentLine": ("number", "day"),
    "MoneyLine": ("source",), "Remark": ("school",),
}  # fmt: skip
#: Shares in percent; differences of such are percentage points.
_PERCENT = {
    "coverage", "rate", "right_share", "share", "difficulty", "mean", "median", "before", "after", "low", "high",
}  # fmt: skip
_POINTS = {"deviation", "error", "difference"}
#: In these every figure that is no count is the difference of two shares, or a bound of one.
_OF_DIFFERENCES = {
    "Change": {"coverage", "rate", "right_share"},
    "Awareness": {"difference", "low", "high"},
}
_CODES: dict[tuple[str, str], Mapping[str, str]] = {
    ("ContestLine", "audience"): names.AUDIENCES,
    ("ContestLine", "level"): names.ROUNDS,
    ("LevelLine", "level"): names.LEVELS,
    ("AudienceLine", "audience"): names.AUDIENCES,
    ("KindLine", "code"): names.CHANNELS | names.ROUNDS,
    ("SchoolLine", "source"): {"": "Danh sách lớp"},
    ("TopicLine", "pillar"): names.PILLARS,
    ("Count", "code"): names.PILLARS,
    ("FormLine", "form"): names.FORMS,
    ("MoneyLine", "source"): names.SOURCES,
}
LONGEST_STEM = 90

_SAID: dict[type, Callable[[Any], str]] = {
    tree.ContestLine: lambda row: "các cuộc thi gộp" if row.merged else f"cuộc thi {row.title} ({row.code})",
    tree.UnitLine: lambda row: _in("các địa bàn gộp", row.name) if row.merged else row.name or names.UNPLACED,
    tree.SchoolLine: lambda row: _in("các trường gộp" if row.merged else row.name or "chưa rõ trường", row.unit),
    tree.LevelLine: lambda row: "các cấp học gộp" if row.merged else names.of(names.LEVELS, row.level),
    tree.KindLine: lambda row: "các dòng gộp" if row.merged else names.of(_CODES["KindLine", "code"], row.code),
    tree.GradeLine: lambda row: {0: "chưa rõ khối", -1: "các khối gộp"}.get(row.grade, f"khối {row.grade}"),
    tree.Band: lambda row: f"điểm từ {row.low}% đến {row.high}%",
    tree.WeekLine: lambda row: f"tuần từ {short_day(row.monday)}",
    tree.TopicLine: lambda row: f"{'chủ đề' if row.topic else 'trụ cột'} {topic_name(row.name, row.pillar)}",
    registers.SubjectLine: lambda row: f"{row.subject}{' (ngoại khóa)' if row.out_of_class else ''}",
}


def _in(name: str, place: str) -> str:
    """Two schools may have one name, and every place its own merged line."""
    return f"{name} ({place})" if place else name


def row_name(row: Any, place: int, *, gone: bool = False) -> str:
    """`Trường THPT Hồ Thị Kỷ (Xã Khánh An)`, `khối 10`, `tuần từ 16/11/2026`; of a merged line that it is one.

    `place` is the row's number in its table, in that of the version before where the row is `gone`: only by that and
    by its words does the annex tell a question.
    """
    if isinstance(row, tree.ItemLine):
        return f"câu hỏi số {place}{' của bản trước' if gone else ''} “{_short(row.stem)}”"
    if said := _SAID.get(type(row)):
        return said(row)
    kind = type(row).__name__
    return ", ".join(_called(getattr(row, field), _CODES.get((kind, field), {})) for field in ROWS[kind])


def _short(stem: str) -> str:
    words = " ".join(stem.split())
    return words if len(words) <= LONGEST_STEM else f"{words[:LONGEST_STEM].rsplit(' ', 1)[0]} …"


def _called(code: Any, table: Mapping[str, str]) -> str:
    return short_day(code) if isinstance(code, date) else names.of(table, str(code))


def keyed(rows: Sequence[Any]) -> dict[tuple[Any, ...], Any]:
    """A key for every row; of rows that say the same of themselves (merged ones) the second is told from the first."""
    found: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        its = tuple(getattr(row, field) for field in ROWS[type(row).__name__])
        if getattr(row, "merged", 0):  # such have no key, but perhaps a place in which they lie
            its = (*its, getattr(row, "name", ""), getattr(row, "unit", ""))
        number = 0
        while (*its, number) in found:
            number += 1
        found[*its, number] = row
    return found


def value_text(value: Any, field: str, kind: str = "") -> str:
    """The value of a `kind`'s field in words, with every digit it has: two values that differ never read the same."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float):
        return _float_text(value, field, kind)
    if isinstance(value, tuple):
        return "; ".join(value_text(one, "") for one in value) or "(trống)"
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, int):
        return whole(value)
    return NO_DATA if value is None else names.of(_CODES.get((kind, field), {}), str(value)) or "(trống)"


def _float_text(value: float, field: str, kind: str) -> str:
    kept = repr(value).replace(".", ",").removesuffix(",0")
    if field in _POINTS or field in _OF_DIFFERENCES.get(kind, ()):
        return f"{kept} điểm phần trăm"
    return f"{kept}%" if field in _PERCENT else kept
