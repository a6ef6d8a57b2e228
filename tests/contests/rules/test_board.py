"""Rank ranges from counts, thinning that keeps what it leaves out between two that stand, and words getting shorter."""

from hypothesis import given, settings
from hypothesis import strategies as st

from contests.rules.board import groups_of, short_school, shown_name, steps_of, thinned


def test_counts_become_rank_ranges_best_first() -> None:
    assert steps_of([(100, 2), (300, 1), (200, 4)]) == ((300, 1, 1), (200, 2, 5), (100, 6, 7))


def test_no_counts_no_steps() -> None:
    assert steps_of([]) == ()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(1, 500), min_size=1, max_size=60), st.integers(0, 70))
def test_thinning_keeps_both_ends_and_never_more_than_asked(counts: list[int], most: int) -> None:
    steps = steps_of(list(enumerate(counts)))
    kept = thinned(steps, most)
    assert len(kept) <= max(most, 0) or kept == steps
    assert set(kept) <= set(steps)
    assert list(kept) == sorted(kept, reverse=True)
    if len(steps) > most >= 2:
        assert kept[0] == steps[0]
        assert kept[-1] == steps[-1]
        assert len(kept) == most


def test_school_names_lose_what_everybody_knows() -> None:
    assert short_school("Trường THPT Hồ Thị Kỷ") == "THPT Hồ Thị Kỷ"
    assert short_school("Trường Trung học cơ sở Tân Lộc") == "THCS Tân Lộc"
    assert short_school("Trường trung học phổ thông Chuyên Phan Ngọc Hiển") == "THPT Chuyên Phan Ng…"


def test_without_consent_the_name_is_initials_and_class_and_the_class_is_said_once() -> None:
    assert shown_name("Nguyễn Văn An", "N.V.A", "10A1", with_name=False) == "N.V.A · 10A1"
    assert groups_of("10A1", "Trường THPT Cái Nước", with_class=False) == ("THPT Cái Nước", "")


def test_groups_go_from_class_and_school_to_nothing() -> None:
    found = groups_of("10A1", "Trường THPT Chuyên Phan Ngọc Hiển", with_class=True)
    assert found == ("10A1 · THPT Chuyên Phan Ngọc Hiển", "10A1 · THPT Chuyên Phan Ng…", "10A1", "")
