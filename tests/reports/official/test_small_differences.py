"""What a correction says of persons: no difference of one to four of them, told or worked out."""

import random
import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import numpy as np
import pytest
import python_calamine
from docx import Document

from reports.official.contents import (
    AudienceLine,
    Contents,
    GradeLine,
    PaperLine,
    SchoolLine,
    Taking,
    Teachers,
    UnitLine,
)
from reports.official.difference import changes
from reports.official.figures import contents_for
from reports.official.formats import FORMATS
from reports.official.report import MOVED
from reports.rules.registers import Attendance
from reports.rules.small_cells import too_few
from reports.rules.wording import whole
from schools.models import School
from tests.factories_reports import make_open_contest, make_pupils, make_turn
from tests.reports.official.reports import filled, issued, taking
from tests.reports.official.worlds import NOVEMBER, TODAY, fill

INVITED = 1000  # pupils of every line, whoever takes part


def sat(participants: int, girls: int | None = None) -> Taking:
    """So many of those invited, each once, with ten questions."""
    return taking(
        participants, girls=participants // 2 if girls is None else girls, turns=participants, enrolled=INVITED,
        enrolled_participants=participants, rate=participants / 10, right=participants * 7, items=participants * 10,
        right_share=70.0,
    )  # fmt: skip


def school(name: str, participants: int, girls: int | None = None) -> SchoolLine:
    day = date(2026, 9, 5)
    return SchoolLine(name, name, "Xã", invited=True, taking=sat(participants, girls), as_of=day, source="")


def world(*schools: SchoolLine, girls: int | None = None) -> Contents:
    """These schools in one commune, and nothing else that counts persons."""
    persons = sum(its.taking.participants for its in schools)
    theirs = girls if girls is not None else sum(its.taking.girls or 0 for its in schools)
    together = sat(persons, theirs)
    scores = replace(filled().scores, n=persons, mean=persons / 7, bands=())
    return replace(
        filled(), schools=schools, units=(UnitLine("1", "Xã", together),), clusters=(), levels=(), grades=(), weeks=(),
        audiences=(), channels=(), rounds=(), contests=(), items=(), topics=(), papers=(), overall=together,
        scores=scores, change=None, awareness=None,
    )  # fmt: skip


def told(old: Contents, new: Contents, **words: str) -> dict[str, tuple[str, str]]:
    """Each line of the annex by its name; `before` and `after` are words of the office."""
    was, now = issued(old), issued(new)
    if words:
        was, now = (
            replace(its, wording={"strengths": text}) for its, text in zip((was, now), words.values(), strict=True)
        )
    return {line.name: (line.before, line.after) for line in changes(was, now)}


def hidden(found: dict[str, tuple[str, str]]) -> set[str]:
    return {name for name, (before, _after) in found.items() if before == MOVED}


def test_three_pupils_more_are_told_nowhere_neither_as_persons_nor_as_a_share() -> None:
    found = told(world(school("A", 30, 18), school("B", 90)), world(school("A", 33, 19), school("B", 90)))
    assert found["A (Xã): học sinh dự thi"] == (MOVED, "33")
    assert found["A (Xã): học sinh nữ dự thi"] == (MOVED, "19")
    assert found["Xã: học sinh dự thi"] == found["Toàn tỉnh: học sinh dự thi"] == (MOVED, "123")
    assert hidden(found) == set(found)
    shares = {name.split(": ")[1] for name in found if name.startswith("A ")}
    assert {"tỷ lệ tham gia", "câu trả lời đúng", "câu đã giao", "lượt thi"} < shares
    assert "Kết quả bài thi: điểm trung bình" in found


def test_what_moved_by_five_or_more_everywhere_is_told_as_before() -> None:
    found = told(world(school("A", 30), school("B", 90)), world(school("A", 60), school("B", 80)))
    assert not hidden(found)
    assert found["A (Xã): học sinh dự thi"] == ("30", "60")
    assert found["B (Xã): học sinh dự thi"] == ("90", "80")
    assert found["A (Xã): học sinh nữ dự thi"] == ("15", "30")
    assert found["Xã: học sinh dự thi"] == found["Toàn tỉnh: học sinh dự thi"] == ("120", "140")
    assert found["Toàn tỉnh: tỷ lệ tham gia"] == ("12%", "14%")


def test_two_large_parts_are_not_told_where_they_come_to_a_small_whole() -> None:
    found = told(world(school("A", 30), school("B", 90)), world(school("A", 42), school("B", 80)))
    assert hidden(found) == set(found)


def test_a_large_part_is_not_told_beside_a_small_one_but_their_sum_is() -> None:
    found = told(world(school("A", 30), school("B", 90)), world(school("A", 33), school("B", 110)))
    assert found["B (Xã): học sinh dự thi"] == (MOVED, "110")
    assert found["Xã: học sinh dự thi"] == (MOVED, "143")
    assert found["Toàn tỉnh: học sinh dự thi"] == ("120", "143")
    assert found["Toàn tỉnh: học sinh nữ dự thi"][0] == MOVED


@pytest.mark.parametrize(("girls", "why"), [(22, "four girls"), (27, "three boys"), (15, "three girls less")])
def test_neither_girls_nor_boys_are_had_from_the_whole(girls: int, why: str) -> None:
    found = told(world(school("A", 30, 18), school("B", 90)), world(school("A", 42, girls), school("B", 90)))
    assert found["A (Xã): học sinh dự thi"] == ("30", "42"), why
    assert {name for name in found if name.endswith("học sinh nữ dự thi")} == hidden(found)
    assert len(hidden(found)) == 3, why


def test_girls_that_only_one_version_tells_are_not_told_beside_it() -> None:
    """B's are hidden now because two boys at A were too few: its old ones would give those back."""
    before = world(school("A", 40, 30), school("B", 20, 12))
    shut = [replace(its, taking=replace(its.taking, girls=None)) for its in before.schools]
    after = replace(world(*shut, girls=50), schools=tuple(shut))
    found = told(before, after)
    assert found["B (Xã): học sinh nữ dự thi"] == (MOVED, "chưa có số liệu")
    assert hidden(found) == {name for name in found if name.endswith("học sinh nữ dự thi")}


def test_pupils_invited_are_counted_apart_but_the_rate_is_made_of_both() -> None:
    before, other = school("A", 30), school("B", 90)
    more = replace(before, taking=replace(sat(50), enrolled=INVITED + 2, rate=5.0))
    after = world(more, other)
    found = told(world(before, other), replace(after, overall=replace(after.overall, enrolled=INVITED + 2)))
    assert found["A (Xã): học sinh dự thi"] == ("30", "50")
    assert found["A (Xã): học sinh được mời"] == found["Toàn tỉnh: học sinh được mời"] == (MOVED, "1.002")
    assert found["A (Xã): tỷ lệ tham gia"][0] == found["Toàn tỉnh: tỷ lệ tham gia"][0] == MOVED


def test_participants_of_schools_that_nobody_counted_do_not_follow() -> None:
    before, after = world(school("A", 60)), world(school("A", 80))
    less = replace(after, overall=replace(after.overall, enrolled_participants=77))
    assert told(before, less)["Toàn tỉnh: học sinh dự thi"] == (MOVED, "80")


def test_the_period_before_does_not_give_the_difference_back() -> None:
    def since(contents: Contents, persons: int) -> Contents:
        change = filled().change
        assert change is not None
        return replace(contents, change=replace(change, participants=persons, turns=persons))

    before, after = world(school("A", 60)), world(school("A", 63))
    assert told(since(before, 120), since(after, 123))["So với kỳ trước: học sinh dự thi"] == (MOVED, "123")
    moved = told(since(before, 120), since(world(school("A", 80)), 138))  # the period before lost two
    assert moved["So với kỳ trước: học sinh dự thi"][0] == moved["Toàn tỉnh: học sinh dự thi"][0] == MOVED


def test_teachers_and_heads_at_events_are_persons_as_well() -> None:
    before = world(school("A", 60))
    talks = replace(before.registers.talks, attendance=Attendance(420, 30, 28))
    after = replace(before, teachers=Teachers(14, 20), registers=replace(before.registers, talks=talks))
    assert told(before, after) == {
        "Thi dành cho giáo viên: người dự thi": (MOVED, "14"),
        "Thi dành cho giáo viên: lượt thi": (MOVED, "20"),
        "Sổ theo dõi: nói chuyện chuyên đề: lượt giáo viên": (MOVED, "28"),
    }


def test_a_line_that_left_a_merged_one_is_not_had_from_the_merged_one_or_the_whole() -> None:
    merged = replace(school("", 9), key="", name="", merged=3)
    rest = school("R", 90)
    left = told(world(rest, merged), world(rest, school("A", 30), replace(merged, merged=2)))
    assert left["A (Xã)"] == ("không có", "có")
    assert left["Các trường gộp (Xã): số trường gộp"] == ("3", "2")
    assert left["Xã: học sinh dự thi"][0] == MOVED
    assert left["Toàn tỉnh: học sinh dự thi"] == ("99", "129")
    # eight now and six more in all: if nothing else has changed, two before
    guessed = told(world(rest, merged), world(rest, school("A", 8), replace(school("", 7), key="", name="", merged=2)))
    assert guessed["Toàn tỉnh: học sinh dự thi"][0] == MOVED


def test_a_paper_of_an_old_contest_that_came_may_have_had_a_few() -> None:
    paper = PaperLine("AS2611", "001", 40, 60.0, None, None, None)
    before = replace(world(school("A", 60)), contests=filled().contests[:1], papers=(paper,))
    contest = replace(before.contests[0], participants=1206, turns=1406)
    after = replace(before, contests=(contest,), papers=(paper, replace(paper, paper="002", n=8)))
    found = told(before, after)
    assert found["Cuộc thi Tìm hiểu ASEAN năm 2026 (AS2611): người dự thi"] == (MOVED, "1.206")
    assert found["Đề: AS2611, 002"] == ("không có", "có")


def test_old_words_are_told_without_numbers_where_figures_are_kept_back() -> None:
    before, after = world(school("A", 60)), world(school("A", 63))
    words = {"before": "Có 60 học sinh (6,0%) dự thi.", "after": "Có 63 học sinh (6,3%) dự thi."}
    assert told(before, after, **words)["Lời văn: Ưu điểm"] == (
        "Có […] học sinh ([…]%) …", "Có 63 học sinh (6,3%) …",
    )  # fmt: skip
    assert told(before, world(school("A", 80)), **words)["Lời văn: Ưu điểm"][0] == "Có 60 học sinh (6,0%) …"


def test_word_and_excel_say_why_where_it_is_so() -> None:
    before, after = issued(world(school("A", 60))), issued(world(school("A", 63)), version=2, corrects=1)
    said = (
        "Dòng ghi “có thay đổi” hoặc “[…]” không nêu số liệu cũ, để không suy ra được số liệu của nhóm dưới 05 người."
    )
    for now, expected in ((after, True), (issued(world(school("A", 80))), False)):
        report = replace(after, changes=changes(before, now))
        word = [line.text for line in Document(BytesIO(FORMATS["docx"].make(report))).paragraphs]
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(FORMATS["xlsx"].make(report)))
        cells = [cell for row in book.get_sheet_by_name("Điều chỉnh").to_python() for cell in row]
        assert (said in word, said in cells) == (expected, expected)


@pytest.mark.parametrize("seed", range(60))
def test_no_sum_of_lines_that_are_told_gives_a_small_difference(seed: int) -> None:
    """Schools in communes, grades, audiences: every figure that is told, or not told as changed, is an equation."""
    chance = random.Random(seed)
    moves = [chance.choice((0, 0, 0, 0, 20, 7, -9, 3, -2, 1)) for _school in range(9)]
    grades = _split(sum(moves), chance)
    audiences = _split(sum(moves), chance)[:2] if chance.random() < 0.5 else [sum(moves), 0]
    audiences[1] = sum(moves) - audiences[0]
    found = told(_tree([0] * 9, [0] * 3, [0] * 2), _tree(moves, grades, audiences))
    rows, truth, names = _equations(moves, grades, audiences)
    known = [row for row, name in zip(rows, names, strict=True) if _is_known(found, name)]
    sums = [np.r_[np.ones(9), -np.ones(3), np.zeros(2)], np.r_[np.ones(9), np.zeros(3), -np.ones(2)]]
    system = np.array([*sums, *known])
    for row, moved, name in zip(rows, truth, names, strict=True):
        if too_few(abs(moved)):
            had = np.linalg.matrix_rank(np.vstack([system, row])) == np.linalg.matrix_rank(system)
            assert not had, name


def _split(total: int, chance: random.Random) -> list[int]:
    first, second = chance.choice((0, 3, 20)), chance.choice((0, -2, 9))
    return [first, second, total - first - second]


def _tree(moves: list[int], grades: list[int], audiences: list[int]) -> Contents:
    schools = tuple(school(f"S{n}", 100 + moved) for n, moved in enumerate(moves))
    units = tuple(UnitLine(f"U{k}", f"U{k}", sat(300 + sum(moves[3 * k : 3 * k + 3]))) for k in range(3))
    return replace(
        world(*schools),
        units=units,
        grades=tuple(GradeLine(9 + n, 300 + by, 150 + by // 2, 300 + by) for n, by in enumerate(grades)),
        audiences=tuple(
            AudienceLine(name, 450 + by, 225 + by // 2, 450 + by)
            for name, by in zip(("pupils", "students"), audiences, strict=True)
        ),
    )


def _equations(
    moves: list[int], grades: list[int], audiences: list[int]
) -> tuple[list[np.ndarray], list[int], list[str]]:
    """Each line as a sum of the differences of nine schools, three grades, two audiences; by how much it moved; its
    name."""
    unit, truth = np.eye(14), [*moves, *grades, *audiences]
    rows, names = list(unit), [f"S{n} (Xã)" for n in range(9)]
    names += [*(f"Khối {n}" for n in (9, 10, 11)), "Đối tượng: Học sinh", "Đối tượng: Sinh viên"]
    for k in range(3):
        rows.append(unit[3 * k : 3 * k + 3].sum(axis=0))
        truth.append(sum(moves[3 * k : 3 * k + 3]))
        names.append(f"U{k}")
    return [*rows, unit[:9].sum(axis=0)], [*truth, sum(moves)], [*names, "Toàn tỉnh"]


def _is_known(found: dict[str, tuple[str, str]], name: str) -> bool:
    """No figure of it has changed, or one that has, whichever, is told."""
    lines = [before for named, (before, _after) in found.items() if named.startswith(f"{name}: ")]
    return not lines or any(before != MOVED for before in lines)


@pytest.mark.django_db
@pytest.mark.parametrize("late", [1, 3, 7])
def test_pupils_of_a_played_world_who_come_late_are_not_told_by_subtraction(late: int) -> None:
    fill()
    before = contents_for(NOVEMBER, is_demo=False, today=TODAY, published=True)
    home = School.objects.get(name="Trường THPT Hồ Thị Kỷ")
    contest = make_open_contest(schools=[home], title="Nộp muộn")
    for pupil in make_pupils(home, late, grade=11):
        make_turn(contest, pupil, right=2)
    after = contents_for(NOVEMBER, is_demo=False, today=TODAY, published=True)
    assert after.overall.participants - before.overall.participants == late
    found = told(before, after)
    counts = {name: pair for name, pair in found.items() if name.endswith(("dự thi", "lượt thi", "nữ", "kỳ"))}
    numbers = {
        name: [int(text.replace(".", "")) for text in pair]
        for name, pair in counts.items()
        if "trường có" not in name and all(re.fullmatch(r"[\d.]+", text) for text in pair)
    }
    assert {name: pair for name, pair in numbers.items() if too_few(abs(pair[1] - pair[0]))} == {}
    persons = [whole(its.overall.participants) for its in (before, after)]
    assert found["Toàn tỉnh: học sinh dự thi"] == (MOVED if late < 5 else persons[0], persons[1])
