"""Nothing that differs between two versions goes unnamed."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

from reports.official.contents import Contents
from reports.official.difference import changes
from reports.official.figure_names import FIGURES, ROWS
from reports.official.report import SECTIONS
from tests.reports.official.leaves import changed, leaves
from tests.reports.official.reports import filled, issued


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
