"""The annexes: tables of participation, of schools, of results, of the registers, how every figure is counted, and in a
correction what differs from the version before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend import clock
from contests.exchange.letter import DATE_BLANK, NUMBER_BLANK
from reports.official import tables
from reports.official.blocks import Annex, Block, Grid, Heading, Text
from reports.official.contents import Contents
from reports.official.report import BLANK, MOVED, Report
from reports.official.tables import participation, registers, results
from reports.rules import wording
from reports.rules.definitions import Definition, definitions
from reports.rules.wording import padded


@dataclass(frozen=True)
class _Plan:
    key: str
    title: str
    blocks: Sequence[Block]
    wide: bool = False


def annexes(report: Report) -> tuple[dict[str, str], tuple[Annex, ...]]:
    """Where each annex stands, by what is in it (`schools` → `Phụ lục II`), and the annexes. One without anything to
    tell is not made; how figures are counted is always told."""
    plans = [plan for plan in _plans(report) if plan.blocks]
    alone = len(plans) == 1
    places = {
        plan.key: "Phụ lục" if alone else f"Phụ lục {wording.roman(number)}" for number, plan in enumerate(plans, 1)
    }
    enclosed = _enclosed(report.contents)
    return places, tuple(Annex(places[plan.key], plan.title, enclosed, plan.blocks, plan.wide) for plan in plans)


def _plans(report: Report) -> Iterator[_Plan]:
    contents = report.contents
    if contents.contests_held:
        yield _Plan("participation", "SỐ LIỆU THAM GIA CUỘC THI TÌM HIỂU VỀ ASEAN", tuple(_participation(contents)))
        yield _Plan("schools", "SỐ LIỆU THEO TRƯỜNG", tuple(_schools(contents)), wide=True)
        yield _Plan("results", "KẾT QUẢ BÀI THI", tuple(_results(contents)))
    yield _Plan("registers", "SỐ LIỆU TỪ SỔ THEO DÕI", tuple(_registers(contents)))
    yield _Plan("definitions", "CÁCH TÍNH SỐ LIỆU", tuple(_definitions(report)))
    if report.corrects:
        title = f"NỘI DUNG ĐIỀU CHỈNH SO VỚI BẢN {padded(report.corrects)}"
        yield _Plan("correction", title, tuple(_correction(report)))


def _enclosed(contents: Contents) -> str:
    its = contents.letterhead
    return f"(Kèm theo Báo cáo số{NUMBER_BLANK}/{its.symbol} {DATE_BLANK} của {its.agency})"


def _grids(made: Sequence[tables.Table]) -> Iterator[Grid]:
    """Numbered from 1 within an annex; a table without a row is left out."""
    filled = [table for table in made if table.rows]
    for number, table in enumerate(filled, start=1):
        yield tables.grid(table, f"Bảng {number}")


def _participation(contents: Contents) -> Iterator[Block]:
    made = (
        participation.contests(contents),
        participation.audiences(contents),
        participation.channels(contents),
        participation.rounds(contents),
        participation.weeks(contents),
        participation.clusters(contents),
        participation.units(contents),
        participation.grades(contents),
        participation.silent(contents),
    )
    yield from _grids(made)
    if any(line.taking.exceeds for line in (*contents.units, *contents.clusters)):
        yield Text(EXCEEDS)


KEPT_QUESTIONS = "Không nêu câu hỏi của cuộc thi chưa công bố kết quả, của cuộc thi không công bố đáp án, và câu hỏi"
EXCEEDS = "* Số học sinh dự thi lớn hơn số học sinh theo nguồn số liệu, cần kiểm tra lại."


def _schools(contents: Contents) -> Iterator[Block]:
    yield from _grids((participation.schools(contents),))
    if contents.schools_exceeding:
        yield Text(EXCEEDS)


def _results(contents: Contents) -> Iterator[Block]:
    makers = (results.bands, results.pillars, results.topics, results.awareness, results.papers, results.items)
    yield from _grids([make(contents) for make in makers])
    if contents.published and len(contents.items) < contents.items_used:
        yield Text(f"{KEPT_QUESTIONS} của nhóm dưới {padded(contents.small)} người.")


def _registers(contents: Contents) -> Iterator[Block]:
    makers = (
        registers.documents, registers.talks, registers.talk_pillars, registers.subjects, registers.outside,
        registers.exchanges, registers.publicity, registers.money, registers.remarks,
    )  # fmt: skip
    yield from _grids([make(contents) for make in makers])


def _definitions(report: Report) -> Iterator[Block]:
    for place, line in enumerate(definitions_of(report.contents), start=1):
        yield Text(f"{place}. {line.term}: {line.text[:1].lower()}{line.text[1:]}")
    if not report.version:
        yield Heading(2, "Bản số liệu")
        yield Text(f"{version_of(report)}: số liệu và lời văn chưa chốt, chưa có mã kiểm tra.")
    elif report.checksum:
        yield Heading(2, "Bản số liệu")
        yield Text(f"{version_of(report)}. Mã kiểm tra (SHA-256) của số liệu và lời văn:")
        yield Text(report.checksum)


def definitions_of(contents: Contents) -> tuple[Definition, ...]:
    """How each figure of the report is counted, in the order of the annex."""
    return tuple(definitions(cut_off=contents.cut_off, small=contents.small).values())


def version_of(report: Report) -> str:
    """`Bản số 02, chốt ngày 05/01/2027`, or that it is a draft."""
    if not report.version:
        return "Bản dự thảo"
    frozen = report.frozen_at
    return f"Bản số {padded(report.version)}" + (
        f", chốt ngày {wording.short_day(clock.day_of(frozen))}" if frozen else ""
    )


def _correction(report: Report) -> Iterator[Block]:
    if report.reason:
        yield Text(f"Lý do điều chỉnh: {report.reason.rstrip(' .')}.")
    if not report.changes:
        yield Text("Số liệu không thay đổi so với bản trước.")
        return
    before, after = f"Bản {padded(report.corrects)}", f"Bản {padded(report.version)}"
    rows = [(str(number), line.name, line.before, line.after) for number, line in enumerate(report.changes, start=1)]
    yield Grid("Bảng 1. Nội dung điều chỉnh", ("TT", "Nội dung", before, after), rows, (10, 75, 40, 40), frozenset({1}))
    if said := kept_back(report):
        yield Text(said)


def kept_back(report: Report) -> str:
    """Why some lines of a correction tell no old figure; "" where all do."""
    if not any(line.before == MOVED or BLANK in line.before for line in report.changes):
        return ""
    few = f"không suy ra được số liệu của nhóm dưới {padded(report.contents.small)} người"
    return f"Dòng ghi “{MOVED}” hoặc “{BLANK}” không nêu số liệu cũ, để {few}."
