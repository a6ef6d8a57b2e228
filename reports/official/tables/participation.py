"""Who took part, as tables."""

from collections.abc import Sequence

from reports.official import names
from reports.official.contents import Contents, KindLine, SchoolLine, UnitLine
from reports.official.tables.columns import (
    GIRLS,
    INVITED,
    PARTICIPANTS,
    TURNS,
    taking_cells,
    taking_columns,
)
from reports.official.tables.shape import Cell, Column, Said, Table
from reports.rules.wording import short_day

PERSONS = PARTICIPANTS.on_paper(30, "Người dự thi")
UNIT_WIDTHS = {
    "schools_invited": 18, "schools_taking_part": 19, "coverage": 18, "participants": 19, "turns": 17, "rate": 23,
}  # fmt: skip
SCHOOL_WIDTHS = {"participants": 19, "girls": 19, "turns": 17, "enrolled": 20, "rate": 24, "right_share": 20}

#: Invitations name schools, and a school may have two levels: how many were invited by level is not known.
BY_SCHOOL = ("schools_invited", "coverage")

#: More bars than this no chart holds.
MOST_UNITS = 24


def contests(contents: Contents) -> Table:
    columns = (
        Column("code", "Mã", "text", "Mã cuộc thi; trống ở dòng gộp", "Contest code; empty in a merged row", 19, ""),
        Column("title", "Cuộc thi", "text", "Tên cuộc thi", "Title", 40),
        Column("audience", "Đối tượng", "text", "pupils, students hoặc teachers", "pupils, students or teachers"),
        Column("level", "Mã vòng", "text", "Mã vòng thi", "Round: school, cluster, commune, district, province"),
        Column("level_name", "Vòng thi", "text", "Tên vòng thi", "The round in Vietnamese"),
        Column("first_day", "Từ ngày", "day", "Ngày mở", "First day", 24),
        Column("last_day", "Đến ngày", "day", "Ngày đóng", "Last day", 24),
        INVITED.on_paper(17),
        PARTICIPANTS.on_paper(16, "Người dự thi"),
        TURNS.on_paper(15),
        _merged("cuộc thi", "Contests"),
    )
    rows = [
        (
            line.code,
            names.contest(line, contents.small),
            line.audience,
            line.level,
            "" if line.merged else names.of(names.ROUNDS, line.level),
            line.first_day,
            line.last_day,
            line.schools_invited,
            line.participants,
            line.turns,
            line.merged,
        )
        for line in contents.contests
    ]
    return Table("cuoc-thi", "Các cuộc thi trong kỳ", columns, rows)


def audiences(contents: Contents) -> Table:
    columns = (
        _code("audience", "pupils, students, teachers"),
        Column("name", "Đối tượng", "text", "Đối tượng dự thi", "Audience", 60),
        PERSONS,
        GIRLS.on_paper(35),
        TURNS.on_paper(30),
    )
    rows = [
        (line.audience, names.of(names.AUDIENCES, line.audience), line.participants, line.girls, line.turns)
        for line in contents.audiences
    ]
    return Table("doi-tuong", "Theo đối tượng (không cộng với nhau)", columns, rows)


def _code(key: str, codes: str) -> Column:
    return Column(key, "Mã", "text", f"Mã: {codes}", f"Code: {codes}")


def _merged(noun: str, noun_en: str) -> Column:
    return Column("merged", f"Số {noun} gộp", "count", f"Số {noun} gộp trong dòng", f"{noun_en} merged in this row")


def channels(contents: Contents) -> Table:
    title = "Theo kênh dự thi (một người dùng hai kênh có ở cả hai dòng)"
    lines = [(line, names.kind(line, names.CHANNELS, "kênh dự thi", contents.small)) for line in contents.channels]
    return _kinds("kenh-du-thi", title, "Kênh dự thi", lines, ", ".join(names.CHANNELS))


def rounds(contents: Contents) -> Table:
    title = "Theo vòng thi (một người thi nhiều vòng có ở nhiều dòng)"
    lines = [(line, names.kind(line, names.ROUNDS, "vòng thi", contents.small)) for line in contents.rounds]
    return _kinds("vong-thi", title, "Vòng thi", lines, ", ".join(names.ROUNDS))


def _kinds(name: str, title: str, what: str, lines: Sequence[tuple[KindLine, str]], codes: str) -> Table:
    columns = (
        _code("code", codes),
        Column("name", what, "text", what, "Name in Vietnamese", 85),
        PERSONS.on_paper(35),
        TURNS.on_paper(35),
        _merged("mã", "Codes"),
    )
    rows = [(line.code, named, line.participants, line.turns, line.merged) for line, named in lines]
    return Table(name, title, columns, rows)


def weeks(contents: Contents) -> Table:
    columns = (
        Column("monday", "Tuần từ thứ Hai", "day", "Ngày thứ Hai của tuần", "Monday of the week", 45),
        PERSONS.on_paper(35, "Học sinh dự thi"),
        Column(
            "newcomers", "Lần đầu trong kỳ", "count",
            "Số người dự thi lần đầu trong kỳ; cộng các tuần bằng tổng", "First time in the period; adds up", 40,
        ),
        TURNS.on_paper(35),
        Column("weeks", "Số tuần", "count", "Số tuần trong dòng", "Weeks in this row"),
    )  # fmt: skip
    rows = [
        (Said(line.monday, names.week(line)), line.participants, line.newcomers, line.turns, line.weeks)
        for line in contents.weeks
    ]
    return Table("tuan", "Theo tuần", columns, rows)


def units(contents: Contents) -> Table:
    return _places("dia-ban", "Theo địa bàn (tại ngày thi)", contents.units, contents.small)


def clusters(contents: Contents) -> Table:
    title = "Theo khu vực (huyện cũ), để so sánh các kỳ trước và sau ngày 01/07/2025"
    return _places("khu-vuc", title, contents.clusters, contents.small)


def _places(name: str, title: str, lines: tuple[UnitLine, ...], small: int) -> Table:
    columns = (
        Column("key", "Mã", "text", "Mã địa bàn trên hệ thống", "Key of the unit"),
        Column("name", "Địa bàn", "text", "Tên địa bàn", "Unit", 41),
        _merged("địa bàn", "Units"),
        *taking_columns(UNIT_WIDTHS, {"schools_taking_part": "Trường có HS dự thi"}),
    )
    rows: list[tuple[Cell, ...]] = [
        (line.key, names.unit(line, small), line.merged, *taking_cells(line.taking)) for line in lines
    ]
    return Table(name, title, columns, rows)


def levels(contents: Contents) -> Table:
    widths = {"schools_taking_part": 25, "participants": 23, "turns": 20, "enrolled": 27, "rate": 28}
    columns = (
        _code("level", "TH, THCS, THPT, GDTX"),
        Column("name", "Cấp học", "text", "Cấp học", "Level", 42),
        _merged("cấp học", "Levels"),
        *taking_columns(widths, but=BY_SCHOOL),
    )
    rows: list[tuple[Cell, ...]] = [
        (line.level, names.level(line, contents.small), line.merged, *taking_cells(line.taking, but=BY_SCHOOL))
        for line in contents.levels
    ]
    return Table("cap-hoc", "Kết quả theo cấp học", columns, rows, numbered=False)


def grades(contents: Contents) -> Table:
    columns = (
        Column("grade", "Khối", "count", "Khối lớp; 0 = chưa rõ, -1 = gộp", "Grade; 0 unknown, -1 merged"),
        Column("name", "Khối lớp", "text", "Khối lớp", "Grade in Vietnamese", 60),
        PARTICIPANTS.on_paper(35),
        GIRLS.on_paper(35),
        TURNS.on_paper(35),
    )
    rows = [
        (line.grade, names.grade(line, contents.small), line.participants, line.girls, line.turns)
        for line in contents.grades
    ]
    return Table("khoi-lop", "Theo khối lớp", columns, rows, numbered=False)


def schools(contents: Contents) -> Table:
    columns = (
        Column("key", "Mã", "text", "Mã trường; trống ở dòng gộp", "School code; empty in a merged row"),
        Column("name", "Trường", "text", "Tên trường", "School", 46),
        Column("unit", "Địa bàn", "text", "Địa bàn tại ngày chốt số liệu", "Unit on the cut-off day", 32),
        Column("invited", "Được mời", "yes", "Trường được mời", "Invited"),
        _merged("trường", "Schools"),
        *taking_columns(SCHOOL_WIDTHS),
        Column("as_of", "Ngày số liệu", "day", "Ngày của số học sinh", "Day of the number of pupils"),
        Column("source", "Nguồn", "text", "Nguồn số học sinh; trống = danh sách lớp", "Source; empty = class lists"),
        Column("origin", "Nguồn số học sinh", "text", "Nguồn và ngày, bằng lời", "Source and day in words", 45),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            line.key,
            names.school(line, contents.small),
            line.unit or ("" if line.merged else names.UNPLACED),
            line.invited,
            line.merged,
            *taking_cells(line.taking),
            line.as_of,
            line.source,
            origin(line),
        )
        for line in contents.schools
    ]
    return Table("truong", "Theo trường (xếp theo tên, không xếp hạng)", columns, rows)


def origin(line: SchoolLine) -> str:
    """Where a school's number of pupils comes from, and of which day."""
    if line.taking.enrolled is None or line.as_of is None:
        return ""
    return f"{line.source or 'Danh sách lớp'}, {short_day(line.as_of)}"


def silent(contents: Contents) -> Table:
    columns = (
        Column("key", "Mã", "text", "Mã trường", "School code"),
        Column("name", "Trường", "text", "Tên trường", "School", 75),
        Column("unit", "Địa bàn", "text", "Địa bàn tại ngày chốt số liệu", "Unit on the cut-off day", 50),
        Column("enrolled", "Học sinh được mời", "count", "Số học sinh được mời", "Pupils invited", 30),
    )
    rows = [(line.key, line.name, line.unit or names.UNPLACED, line.taking.enrolled) for line in contents.silent]
    return Table("truong-chua-du-thi", "Trường được mời chưa có học sinh dự thi", columns, rows)


def drawn_units(contents: Contents) -> tuple[UnitLine, ...]:
    """The units that fit a chart: all, or the clusters of them where there are too many; none if there is but one."""
    for lines in (contents.units, contents.clusters):
        if 1 < len(lines) <= MOST_UNITS:
            return lines
    return ()
