from itertools import islice

import pytest

from contests.rules import demonstration as rules


def test_people_are_the_same_for_a_seed_and_do_not_repeat() -> None:
    first = list(islice(rules.people("1"), 300))
    assert first == list(islice(rules.people("1"), 300))
    assert len({person.full_name for person in first}) == 300


def test_some_people_bear_khmer_names() -> None:
    families = {person.full_name.split()[0] for person in islice(rules.people("1"), 300)}
    assert families & {"Thạch", "Danh", "Sơn", "Kiên"}


def test_thi_and_van_stand_only_right_after_the_family_name() -> None:
    for person in islice(rules.people("1"), 500):
        words = person.full_name.split()
        assert not {"Thị", "Văn"} & set(words[2:])


def test_every_school_of_the_demonstration_says_what_it_is() -> None:
    assert all("Minh họa" in school.name for school in rules.SCHOOLS)
    assert "Minh họa" in rules.crowd_school("1", 10, "mo-phong-abc123").name


@pytest.mark.parametrize(("pupils", "sizes"), [(1, [1]), (40, [40]), (41, [40, 1]), (300, [40] * 7 + [20])])
def test_a_crowd_sits_in_classes_of_at_most_forty(pupils: int, sizes: list[int]) -> None:
    school = rules.crowd_school("1", pupils, "mo-phong-abc123")
    assert [shape.size for shape in school.classes] == sizes


def test_a_blueprint_spreads_over_the_topics_that_have_items() -> None:
    assert rules.blueprint({"a": 9, "b": 1, "c": 0, "d": 9}, 7) == {("a", ""): 3, ("b", ""): 1, ("d", ""): 3}


def test_a_blueprint_is_smaller_where_the_bank_is() -> None:
    assert sum(rules.blueprint({"a": 2, "b": 1}, 20).values()) == 3
