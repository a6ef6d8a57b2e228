"""What codes are called on paper. An official document has one language; pages have their own names for the same."""

from collections.abc import Mapping

from reports.official.contents import ContestLine, GradeLine, KindLine, LevelLine, SchoolLine, UnitLine, WeekLine
from reports.rules import register_shapes
from reports.rules.wording import padded, short_day

LEVELS = {
    "TH": "Tiểu học",
    "THCS": "Trung học cơ sở",
    "THPT": "Trung học phổ thông",
    "GDTX": "Giáo dục thường xuyên",
    "CĐ, ĐH": "Cao đẳng, đại học",
    "": "Chưa rõ cấp học",
}
AUDIENCES = {
    "pupils": "Học sinh",
    "students": "Sinh viên",
    "learners": "Học sinh, sinh viên",
    "teachers": "Giáo viên",
}
CHANNELS = {"online": "Trực tuyến", "lan": "Mạng nội bộ của trường", "paper": "Trên giấy"}
ROUNDS = {
    "school": "Vòng trường",
    "cluster": "Vòng cụm",
    "commune": "Vòng xã, phường",
    "district": "Vòng huyện",
    "province": "Vòng tỉnh",
}
#: Pillars of the bank, and of the register of talks.
PILLARS = {
    "apsc": "Chính trị - An ninh",
    "aec": "Kinh tế",
    "ascc": "Văn hóa - Xã hội",
    "cross": "Liên trụ cột",
    "politics": "Chính trị - An ninh",
    "economy": "Kinh tế",
    "culture": "Văn hóa - Xã hội",
}
FORMS, SOURCES = dict(register_shapes.FORMS), dict(register_shapes.SOURCES)
UNPLACED = "Chưa xếp xã"


def of(names: Mapping[str, str], code: str) -> str:
    """The name of a code; a code without one says itself."""
    return names.get(code, code)


def _merged(n: int, noun: str, small: int, who: str) -> str:
    return f"Gộp {padded(n)} {noun} dưới {padded(small)} {who}"


def unit(line: UnitLine, small: int) -> str:
    """The unit, or how many stand in this one line, and in which cluster they lie."""
    if line.merged:
        return _merged(line.merged, "địa bàn", small, "học sinh") + (f" ({line.name})" if line.name else "")
    return line.name or UNPLACED


def school(line: SchoolLine, small: int) -> str:
    """The school, or how many stand in this one line."""
    return _merged(line.merged, "trường", small, "học sinh") if line.merged else line.name or "Chưa rõ trường"


def contest(line: ContestLine, small: int) -> str:
    """The contest's title, or how many stand in this one line."""
    return _merged(line.merged, "cuộc thi", small, "người") if line.merged else line.title


def kind(line: KindLine, named: Mapping[str, str], noun: str, small: int) -> str:
    """The channel or round, or how many stand in this one line."""
    return _merged(line.merged, noun, small, "người") if line.merged else of(named, line.code)


def level(line: LevelLine, small: int) -> str:
    """The level, or how many stand in this one line."""
    return _merged(line.merged, "cấp học", small, "học sinh") if line.merged else of(LEVELS, line.level)


def grade(line: GradeLine, small: int) -> str:
    """`Khối 10`, or what is known of the line instead."""
    if line.grade < 0:
        which = f"các khối {', '.join(map(str, line.grades))}" if line.grades else "các khối"
        return f"Gộp {which} dưới {padded(small)} học sinh"
    return f"Khối {line.grade}" if line.grade else "Chưa rõ khối"


def week(line: WeekLine) -> str:
    """The week's Monday; several weeks in one line say how many."""
    day = short_day(line.monday)
    return f"{day} (gộp {padded(line.weeks)} tuần)" if line.weeks > 1 else day


def prize(name: str, n: int) -> str:
    """`02 giải Nhì`: schools name prizes with the word or without it."""
    return f"{padded(n)} {name if name.casefold().startswith('giải') else f'giải {name}'}"
