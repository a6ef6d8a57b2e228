"""Reports made by hand, with every part filled: no database, and no part of the statistics, takes part in them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from reports.official.contents import (
    AudienceLine,
    Awareness,
    Band,
    Change,
    Contents,
    ContestLine,
    Denominators,
    GradeLine,
    ItemLine,
    KindLine,
    Letterhead,
    LevelLine,
    OptionShare,
    PaperLine,
    SchoolLine,
    Scores,
    Taking,
    Teachers,
    TopicLine,
    UnitLine,
    WeekLine,
)
from reports.official.report import ChangedFigure, Report
from reports.rules import registers

FROZEN = datetime(2027, 1, 5, 2, 3, 4, tzinfo=UTC)
NOBODY = Taking(0, 0, 0, 0, 0, None, None, 0, 0, None, False, 0, 0, None)
LETTERHEAD = Letterhead(
    parent="UBND tỉnh Cà Mau",
    agency="Sở Giáo dục và Đào tạo",
    symbol="BC-SGDĐT",
    place="Cà Mau",
    plan="",
    to=("Sở Văn hóa, Thể thao và Du lịch",),
    signs_as=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    signatory="",
    copies_to=("Như trên", "UBND tỉnh (để báo cáo)"),
    filed_by="GDTrH",
)


def taking(participants: int, **changes: object) -> Taking:
    """A scope in which so many took part, its other figures in proportion."""
    made = Taking(
        participants=participants,
        girls=participants // 2,
        turns=participants + participants // 5,
        schools_invited=3,
        schools_taking_part=2,
        coverage=66.7,
        enrolled=participants * 2,
        enrolled_schools=2,
        enrolled_participants=participants,
        rate=50.0,
        exceeds=False,
        right=participants * 6,
        items=participants * 10,
        right_share=60.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def empty() -> Contents:
    """A period in which nothing was recorded."""
    return Contents(
        first=date(2026, 6, 15),
        last=date(2026, 12, 14),
        cut_off=date(2026, 12, 14),
        is_demo=False,
        letterhead=LETTERHEAD,
        contests=(),
        contests_held=0,
        overall=NOBODY,
        teachers=Teachers(0, 0),
        denominators=Denominators(0, 0, 0, None, None),
        units=(),
        levels=(),
        grades=(),
        schools=(),
        schools_silent=0,
        schools_exceeding=0,
        scores=Scores(0, None, None, None, ()),
        items=(),
        items_used=0,
        small=5,
        published=True,
    )


def filled(*, schools: int = 8, units: int = 5, weeks: int = 6) -> Contents:
    """Every table has rows; the last row of units and schools is a merged one."""
    return replace(
        empty(),
        period="06 tháng cuối năm 2026",
        contests=_contests(),
        contests_held=2,
        overall=taking(1234, schools_invited=40, schools_taking_part=37, coverage=92.5, exceeds=False),
        teachers=Teachers(12, 14),
        denominators=Denominators(30, 6, 1, date(2026, 9, 5), date(2026, 12, 14)),
        units=_units(units, "Xã số"),
        clusters=_units(3, "Huyện cũ số"),
        levels=(LevelLine("THCS", taking(700)), LevelLine("THPT", taking(534, rate=None, enrolled=None))),
        grades=tuple(GradeLine(grade, 90 + grade, 41 + grade, 100 + grade) for grade in (*range(6, 13), 0, -1)),
        schools=_schools(schools),
        schools_silent=1,
        schools_exceeding=1,
        scores=_scores(),
        items=_items(),
        items_used=12,
        change=Change(date(2025, 12, 15), date(2026, 6, 14), 120, -33, 0, 1.5, -0.4, None),
        audiences=(
            AudienceLine("pupils", 1234, 617, 1480), AudienceLine("students", 45, 20, 51),
            AudienceLine("teachers", 12, None, 14),
        ),
        channels=(KindLine("online", 1000, 1200), KindLine("lan", 150, 180), KindLine("paper", 100, 100)),
        rounds=(KindLine("school", 1230, 1400), KindLine("province", 78, 80)),
        weeks=tuple(
            WeekLine(date(2026, 10, 5) + timedelta(weeks=n), 150 + 7 * n, 120 + n, 190 + 9 * n) for n in range(weeks)
        ),
        topics=_topics(),
        awareness=Awareness(64, 3, 52.1, 61.4, 9.3, 6.2, 12.4),
        papers=(
            PaperLine("AS2611", "001", 640, 61.2, 18.3, 0.81, 7.9),
            PaperLine("AS2611", "002", 3, None, None, None, None),
        ),
        registers=_registers(),
    )  # fmt: skip


def _contests() -> tuple[ContestLine, ...]:
    return (
        ContestLine("AS2611", "Tìm hiểu ASEAN năm 2026", "pupils", "school", date(2026, 10, 5), date(2026, 11, 20),
                    40, 1200, 1400),
        ContestLine("AS2612", "Thi dành cho giáo viên", "teachers", "province", date(2026, 12, 1), date(2026, 12, 7),
                    12, 12, 14),
    )  # fmt: skip


def _units(n: int, name: str) -> tuple[UnitLine, ...]:
    lines = [UnitLine(str(k), f"{name} {k}", taking(100 + k, coverage=50.0 + k % 50)) for k in range(1, n)]
    return (*lines, UnitLine("merged", "", taking(7), merged=3))


def _schools(n: int) -> tuple[SchoolLine, ...]:
    lines = [
        SchoolLine(f"S{k}", f"Trường THCS số {k}", f"Xã số {1 + k % 4}", invited=True, taking=taking(20 + k),
                   as_of=date(2026, 9, 5), source="" if k % 2 else "Báo cáo đầu năm")
        for k in range(1, n - 2)
    ]  # fmt: skip
    over = replace(taking(60), enrolled=33, rate=181.8, exceeds=True)
    return (
        *lines,
        SchoolLine("OVER", "Trường THPT Quá số", "", invited=True, taking=over, as_of=date(2026, 9, 5),
                   source="Nhập tay"),
        SchoolLine("STILL", "Trường THPT Lặng", "Xã số 1", invited=True, taking=replace(NOBODY, enrolled=410),
                   as_of=date(2026, 9, 5), source=""),
        SchoolLine("merged", "", "", invited=True, taking=taking(6, girls=None), as_of=None, source="", merged=2),
    )  # fmt: skip


def _scores() -> Scores:
    counts = (3, 12, 33, 80, 140, 210, 320, 290, 250, 142)
    bands = tuple(Band(10 * k, 10 * k + 10, n, round(100 * n / 1480, 1)) for k, n in enumerate(counts))
    return Scores(1480, 61.4, 63.0, 18.7, bands)


def _items() -> tuple[ItemLine, ...]:
    options = tuple(OptionShare(f"Phương án {letter}", 10 * k, 2.5 * k) for k, letter in enumerate("ABCD", 1))
    return tuple(
        ItemLine(
            f"asean-{k:02d}",
            f"Câu hỏi thứ {k} về ASEAN là gì?",
            400,
            390,
            0,
            30.5 + k,
            options,
            round(0.21 + k / 100, 2),
        )
        for k in range(1, 13)
    )


def _topics() -> tuple[TopicLine, ...]:
    return (
        TopicLine("apsc", "", "Chính trị - An ninh", 4, 1480, 58.2, None, None),
        TopicLine("aec", "", "Kinh tế", 4, 1480, 49.9, None, None),
        TopicLine("ascc", "", "Văn hóa - Xã hội", 4, 320, 71.3, 66.1, 76.5),
        TopicLine("ascc", "le-hoi", "Lễ hội", 2, 320, 70.0, 64.6, 75.4),
    )


def _registers() -> registers.Registers:
    heads = registers.Attendance(420, 30, 25)
    return registers.Registers(
        talks=registers.Talks(3, 5, 2, 3, heads, (registers.Count("apsc", 2), registers.Count("aec", 4))),
        lessons=registers.Lessons(4, 22, 3, 560, (
            registers.SubjectLine("Địa lí", False, 3, 22, 400),
            registers.SubjectLine("Câu lạc bộ tiếng Anh", True, 1, 0, 160),
        )),
        outside=(
            registers.OutsideLine("Cuộc thi của Bộ", "Bộ Giáo dục và Đào tạo", True, 9, registers.Attendance(310, 0, 0),
                                  (registers.Count("giải nhì", 1), registers.Count("giải ba", 2))),
            registers.OutsideLine("Cuộc thi của Đoàn", "Tỉnh đoàn", False, 2, registers.Attendance(), ()),
        ),
        exchanges=registers.Exchanges(1, registers.Attendance(40, 0, 6), ("Thái Lan", "Campuchia")),
        publicity=(registers.FormLine("Tin, bài", 17, 0), registers.FormLine("Tờ rơi", 2, 1500)),
        documents=(registers.DocumentLine("615/SGDĐT-VP", date(2026, 9, 3), "Hướng dẫn tổ chức cuộc thi"),),
        money=(registers.MoneyLine("Ngân sách cấp tỉnh", 45_000_000),),
        remarks=(registers.Remark("Trường THPT Lặng", "Phòng máy có 18 máy.", "Bổ sung máy tính."),),
        returns=registers.Returns(40, 36),
    )  # fmt: skip


def issued(contents: Contents | None = None, **changes: object) -> Report:
    """Version 1, as it was frozen."""
    made = Report(contents or filled(), version=1, frozen_at=FROZEN, checksum="0123456789abcdef" * 4)
    return replace(made, **changes)  # type: ignore[arg-type]


def correction() -> Report:
    """Version 2, which corrects version 1 and has words of the office in every part."""
    wording = {
        "opening": "Căn cứ Công văn số 03/BTTTT-BCĐASEAN ngày 26/6/2019.",
        "strengths": "Các trường tham gia đông đủ.\nHọc sinh hào hứng.",
        "limits": "Một số trường thiếu máy tính.",
        "causes": "Nguyên nhân: thiết bị cũ.",
        "tasks": "Tiếp tục tổ chức cuộc thi.",
        "proposals": "Đề nghị bổ sung 30 máy tính.",
    }
    changes = (ChangedFigure("Học sinh dự thi", "1.230", "1.234"), ChangedFigure("Độ phủ", "chưa có số liệu", "92,5%"))
    return issued(version=2, corrects=1, reason="Trường nộp bài giấy muộn", changes=changes, wording=wording)
