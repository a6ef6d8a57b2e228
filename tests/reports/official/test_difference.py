"""Nothing that differs between two versions goes unnamed."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

from reports.official.annexes import annexes
from reports.official.blocks import Grid
from reports.official.contents import Awareness, Contents, GradeLine, KindLine, TopicLine, UnitLine
from reports.official.difference import changes
from reports.official.figure_names import FIGURES, ROWS
from reports.official.report import SECTIONS, ChangedFigure, Report
from reports.rules.registers import FormLine, MoneyLine
from tests.reports.official.leaves import changed, leaves
from tests.reports.official.reports import filled, issued, taking


def between(before: Contents, after: Contents) -> tuple[ChangedFigure, ...]:
    return changes(issued(before), issued(after))


def told(before: Contents, after: Contents) -> dict[str, tuple[str, str]]:
    """What the annex says, by the name of the line; no two lines have one name."""
    found = between(before, after)
    assert len({line.name for line in found}) == len(found)
    return {line.name: (line.before, line.after) for line in found}


def test_a_report_differs_in_nothing_from_itself() -> None:
    assert changes(issued(), issued()) == ()


def test_whichever_leaf_changes_is_named_with_both_values() -> None:
    before = issued(filled(schools=2, units=2, weeks=1))
    for path, kind in leaves(before.contents, Contents):
        found = changes(before, replace(before, contents=changed(before.contents, path, kind)))
        assert found, path
        for line in found:
            assert line.before != line.after, path
            assert line.name.strip(": "), path
        # a leaf that tells a row apart makes it another row: gone there, new here
        assert len(found) <= 2, path


def test_every_figure_of_the_tree_has_a_name() -> None:
    seen: set[type] = set()

    def walk(kind: Any) -> None:
        if not is_dataclass(kind) or kind in seen:
            return
        seen.add(kind)  # type: ignore[arg-type]
        assert set(FIGURES[kind.__name__]) == {its.name for its in fields(kind)}, kind
        for hint in get_type_hints(kind).values():
            for inner in (hint, *get_args(hint)):
                walk(inner)

    walk(Contents)
    assert set(ROWS) <= {kind.__name__ for kind in seen}


def test_a_school_that_came_or_went_is_told_without_its_figures() -> None:
    """It may have been merged for a single pupil: its old figure beside the merged line would give that pupil back."""
    before = issued()
    school = before.contents.schools[0]
    after = replace(before, contents=replace(before.contents, schools=before.contents.schools[1:]))
    gone, come = changes(before, after), changes(after, before)
    assert [line.name for line in gone] == [line.name for line in come]
    assert school.name in gone[0].name
    assert gone[0].after == come[0].before == "không có"
    assert gone[0].before == come[0].after == "có"


def test_words_are_told_by_their_section_and_long_ones_where_they_differ() -> None:
    before = replace(issued(), wording={"limits": " ".join(["một"] * 400) + " cũ hai ba", "tasks": "Như cũ."})
    after = replace(before, wording={"limits": " ".join(["một"] * 400) + " mới hai ba", "proposals": "Thêm máy."})
    found = {line.name: line for line in changes(before, after)}
    assert set(found) == {"Lời văn: Hạn chế", "Lời văn: Phương hướng, nhiệm vụ", "Lời văn: Kiến nghị, đề xuất"}
    assert found["Lời văn: Hạn chế"].before == "… một một một cũ …"
    assert found["Lời văn: Phương hướng, nhiệm vụ"].after == "(chưa viết)"
    assert "tasks" in SECTIONS


def test_choices_are_told_by_their_names_and_never_by_their_codes() -> None:
    before = filled()
    contest = replace(before.contests[0], audience="students", level="cluster")
    lines = replace(
        before.registers,
        publicity=(*before.registers.publicity, FormLine("website", 3, 0)),
        money=(*before.registers.money, MoneyLine("school", 777_000)),
    )
    school = replace(before.schools[0], source="")
    after = replace(
        before, contests=(contest, *before.contests[1:]), registers=lines, schools=(school, *before.schools[1:])
    )
    found = told(replace(before, schools=(replace(school, source="Nhập tay"), *before.schools[1:])), after)
    assert found == {
        "Cuộc thi Tìm hiểu ASEAN năm 2026 (AS2611): đối tượng": ("Học sinh", "Sinh viên"),
        "Cuộc thi Tìm hiểu ASEAN năm 2026 (AS2611): vòng": ("Vòng trường", "Vòng cụm"),
        "Trường THCS số 1 (Xã số 2): nguồn số học sinh": ("Nhập tay", "Danh sách lớp"),
        "Sổ theo dõi: tuyên truyền: Trang thông tin điện tử, mạng xã hội": ("không có", "sản phẩm 3"),
        "Sổ theo dõi: kinh phí: Kinh phí của trường": ("không có", "số tiền (đồng) 777.000"),
    }


def test_no_two_lines_of_the_annex_have_one_name() -> None:
    """A pillar and a topic, a commune and a former district, schools of two communes, merged lines, odd grades."""
    before = replace(
        filled(),
        topics=tuple(TopicLine("aec", topic, "Kinh tế", 2, 90, 50.0, None, None) for topic in ("", "kinh-te")),
        units=(
            UnitLine("1", "Năm Căn", taking(50)), UnitLine("", "", taking(9), 2),
            UnitLine("", "Thới Bình", taking(9), 2),
        ),
        clusters=(UnitLine("c", "Năm Căn", taking(50)), UnitLine("", "", taking(9), 2)),
        schools=tuple(replace(filled().schools[0], key=f"K{unit}", unit=unit) for unit in ("Xã số 1", "Xã số 2")),
        grades=(GradeLine(0, 40, 20, 50), GradeLine(-1, 40, 20, 50, (1, 2))),
        channels=(KindLine("", 30, 40, 2), KindLine("online", 60, 70)),
    )  # fmt: skip
    lists = {"topics", "units", "clusters", "schools", "grades", "channels"}
    after = before
    for path, kind in leaves(before, Contents):
        if kind is int and path[0] in lists and path[-1] not in {"grade", "merged"}:
            after = changed(after, path, int)
    found = told(before, after)
    assert found["Trụ cột Kinh tế: số câu"] == found["Chủ đề Kinh tế: số câu"] == ("2", "1.002")


def test_differences_of_shares_and_their_bounds_are_percentage_points() -> None:
    before = filled()
    assert before.awareness is not None
    assert before.change is not None
    after = replace(
        before,
        awareness=Awareness(64, 3, 52.1, 60.4, 8.3, 5.2, 11.4),
        change=replace(before.change, coverage=2.5),
        topics=(*before.topics[:-1], replace(before.topics[-1], low=60.5)),
    )
    found = told(before, after)
    assert found["Trước và sau: lần cuối"] == ("61,4%", "60,4%")
    assert found["Trước và sau: chênh lệch"] == ("9,3 điểm phần trăm", "8,3 điểm phần trăm")
    assert found["Trước và sau: cận dưới"] == ("6,2 điểm phần trăm", "5,2 điểm phần trăm")
    assert found["Trước và sau: cận trên"] == ("12,4 điểm phần trăm", "11,4 điểm phần trăm")
    assert found["So với kỳ trước: độ phủ"] == ("1,5 điểm phần trăm", "2,5 điểm phần trăm")
    assert found["Chủ đề Lễ hội: cận dưới"] == ("64,6%", "60,5%")


def test_a_question_is_told_by_its_number_and_words_in_the_table_of_questions() -> None:
    before = filled()
    long = "Nước nào trong khối ASEAN " + "rất " * 30 + "xa?"
    items = (*before.items[1:5], replace(before.items[5], stem=long, difficulty=99.0), *before.items[6:])
    after = issued(replace(before, items=items), corrects=1, version=2)
    after = replace(after, changes=changes(issued(before), after))
    gone, moved, stem = sorted(after.changes, key=lambda line: line.name.count("số 1 "), reverse=True)
    assert gone.name == "Câu hỏi số 1 của bản trước “Câu hỏi thứ 1 về ASEAN là gì?”"
    assert moved.name.startswith("Câu hỏi số 5 “Nước nào trong khối ASEAN rất")
    assert moved.name.removesuffix("câu hỏi") == stem.name.removesuffix("độ khó")
    assert not [line for line in after.changes if "asean-" in line.name]
    assert printed(after, "Câu hỏi")[4][:2] == ("5", long)


def printed(report: Report, column: str) -> list[tuple[str, ...]]:
    """The rows of the annexes' table with such a column."""
    blocks = [block for annex in annexes(report)[1] for block in annex.blocks if isinstance(block, Grid)]
    return [tuple(row) for block in blocks if column in block.head for row in block.rows]
