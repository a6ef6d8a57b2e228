"""Figures that the office can put into its words by name, so that they stay what the tree says until it is frozen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.official import names
from reports.official.contents import Contents, Taking
from reports.rules.wording import NO_DATA, padded, percent, short_day, whole


@dataclass(frozen=True)
class Placeholder:
    """`{name}`: what it stands for, and its value in a tree."""

    name: str
    label: str
    value: Callable[[Contents], str]


def _taken(field: str, say: Callable[..., str]) -> Callable[[Contents], str]:
    return lambda contents: _known(getattr(contents.overall, field), say)


def _known(value: float | None, say: Callable[..., str]) -> str:
    return NO_DATA if value is None else say(value)


def _audience(code: str) -> Callable[[Contents], str]:
    def value(contents: Contents) -> str:
        found = {its.audience: its.participants for its in contents.audiences}
        if code not in found and "learners" in found:  # too few to be told apart from the pupils
            return NO_DATA
        return padded(found.get(code, 0))

    return value


def _teachers(contents: Contents) -> str:
    return padded(contents.teachers.participants)


def _of_level(level: str, say: Callable[[Taking], str]) -> Callable[[Contents], str]:
    return lambda contents: next((say(its.taking) for its in contents.levels if its.level == level), NO_DATA)


def _persons(taking: Taking) -> str:
    return padded(taking.participants)


def _rate(taking: Taking) -> str:
    return percent(taking.rate)


_LEVELS = [(code.lower(), code, names.LEVELS[code].lower()) for code in ("TH", "THCS", "THPT", "GDTX")]
PLACEHOLDERS = (
    Placeholder("tu_ngay", "Ngày đầu kỳ", lambda its: short_day(its.first)),
    Placeholder("den_ngay", "Ngày cuối kỳ", lambda its: short_day(its.last)),
    Placeholder("ngay_chot", "Ngày chốt số liệu", lambda its: short_day(its.cut_off)),
    Placeholder("so_cuoc_thi", "Cuộc thi trên hệ thống", lambda its: padded(its.contests_held)),
    Placeholder("truong_duoc_moi", "Trường được mời", _taken("schools_invited", padded)),
    Placeholder("truong_du_thi", "Trường có học sinh dự thi", _taken("schools_taking_part", padded)),
    Placeholder("truong_chua_du_thi", "Trường chưa có học sinh dự thi", lambda its: padded(its.schools_silent)),
    Placeholder("do_phu", "Độ phủ", _taken("coverage", percent)),
    Placeholder("hoc_sinh_du_thi", "Học sinh dự thi", _taken("participants", padded)),
    Placeholder("hoc_sinh_nu", "Học sinh nữ dự thi", _taken("girls", padded)),
    Placeholder("luot_thi", "Lượt thi", _taken("turns", padded)),
    Placeholder("hoc_sinh_duoc_moi", "Học sinh được mời", _taken("enrolled", whole)),
    Placeholder("ty_le_tham_gia", "Tỷ lệ tham gia", _taken("rate", percent)),
    Placeholder("ty_le_dung", "Tỷ lệ trả lời đúng", _taken("right_share", percent)),
    Placeholder("diem_trung_binh", "Điểm trung bình", lambda its: _known(its.scores.mean, percent)),
    Placeholder("sinh_vien_du_thi", "Sinh viên dự thi", _audience("students")),
    Placeholder("giao_vien_du_thi", "Giáo viên dự thi", _teachers),
    Placeholder("so_cau_hoi", "Câu hỏi đã dùng", lambda its: padded(its.items_used)),
    *(Placeholder(f"hoc_sinh_{code}", f"Học sinh {name}", _of_level(level, _persons)) for code, level, name in _LEVELS),
    *(Placeholder(f"ty_le_{code}", f"Tỷ lệ tham gia {name}", _of_level(level, _rate)) for code, level, name in _LEVELS),
    Placeholder("buoi_noi_chuyen", "Buổi nói chuyện chuyên đề", lambda its: padded(its.registers.talks.sessions)),
    Placeholder("tiet_day", "Tiết có nội dung ASEAN", lambda its: padded(its.registers.lessons.periods)),
    Placeholder("hoat_dong_ngoai_khoa", "Hoạt động ngoại khóa", lambda its: padded(its.registers.lessons.activities)),
    Placeholder("cuoc_thi_ngoai", "Cuộc thi nơi khác tổ chức", lambda its: padded(len(its.registers.outside))),
    Placeholder("hoat_dong_giao_luu", "Hoạt động giao lưu", lambda its: padded(its.registers.exchanges.events)),
    Placeholder("kinh_phi", "Kinh phí (đồng)", lambda its: whole(sum(line.amount for line in its.registers.money))),
    Placeholder("truong_bao_cao", "Trường đã báo cáo sổ theo dõi", lambda its: padded(its.registers.returns.reported)),
)  # fmt: skip
NAMES = frozenset(its.name for its in PLACEHOLDERS)


def values_of(contents: Contents) -> Mapping[str, str]:
    """Every placeholder's value in words, by name."""
    return {its.name: its.value(contents) for its in PLACEHOLDERS}
