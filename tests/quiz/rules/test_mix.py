"""Each line of the mix, by banks made up so that it just holds or is just missed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft
from quiz.rules.mix import BandBlueprint, Wanted, changing, mix, shortfalls
from tests.factories_quiz import make_draft

DAY = date(2026, 11, 22)
PICTURE = PictureDraft("a.svg", b"<svg/>", "hình", "picture")


def many(number: int, **changes: object) -> list[ItemDraft]:
    return [make_draft(**{"slug": f"item-{n:03}", **changes}) for n in range(number)]


def lines(drafts: Sequence[ItemDraft], **given: object) -> dict[str, Wanted]:
    asked: dict[str, object] = {"topics": [], "levels": [], "blueprints": [], "empty": (), "as_of": DAY, **given}
    return {line.what: line for line in mix(drafts, **asked)}  # type: ignore[arg-type]  # arguments by name


def holds(what: str, drafts: Sequence[ItemDraft], **given: object) -> bool:
    return lines(drafts, **given)[what].holds


@pytest.mark.parametrize(
    ("what", "enough", "changes"),
    [
        ("multiple", 60, {"kind": "multiple"}),
        ("matching", 40, {"kind": "matching", "options": ()}),
        ("ordering", 40, {"kind": "ordering", "options": ()}),
        ("number", 40, {"kind": "number", "options": ()}),
        ("text", 40, {"kind": "text", "options": ()}),
        ("picture", 40, {"picture": PICTURE}),
        ("changing since 2020", 60, {"valid_from": date(2020, 1, 1)}),
    ],
)
def test_there_are_enough_of_each(what: str, enough: int, changes: dict[str, object]) -> None:
    assert holds(what, many(enough, **changes))
    short = lines(many(enough - 1, **changes))[what]
    assert (short.holds, short.there, short.wanted) == (False, str(enough - 1), f"≥ {enough}")


def test_single_choice_is_seventy_per_cent_at_most() -> None:
    others = many(3, kind="text", options=())
    assert holds("single", [*many(7), *others])
    assert lines([*many(7), *others])["single"].there == "70.0%"
    assert not holds("single", [*many(8), *others])


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        (date(2020, 1, 1), None, True),
        (date(2019, 12, 31), None, False),
        (date(2008, 12, 15), date(2019, 12, 31), True),  # ended when 2020 began
        (date(2008, 12, 15), date(2019, 12, 30), False),
        (None, date(2030, 1, 1), True),
        (None, None, False),
    ],
)
def test_what_changed_since_2020_is_told_by_its_span(first: date | None, last: date | None, counts: bool) -> None:
    assert changing(make_draft(valid_from=first, valid_to=last)) == counts


def with_key_at(place: int, slug: str) -> ItemDraft:
    """Four numbers are shown by size, so the author settles the place."""
    return make_draft(slug=slug, options=tuple(OptionDraft(str(n), str(n), right=n == place) for n in range(4)))


def keys(*shares: int) -> list[ItemDraft]:
    return [with_key_at(place, f"k-{place}-{n}") for place, share in enumerate(shares) for n in range(share)]


@pytest.mark.parametrize(
    ("shares", "missed"),
    [
        ((25, 25, 25, 25), set()),
        ((22, 28, 22, 28), set()),
        ((21, 28, 26, 25), {"key at A"}),
        ((24, 29, 24, 23), {"key at B"}),
        ((25, 25, 50, 0), {"key at C", "key at D"}),
    ],
)
def test_the_key_stands_everywhere_alike(shares: tuple[int, ...], missed: set[str]) -> None:
    found = lines(keys(*shares))
    assert {what for what, line in found.items() if what.startswith("key at") and not line.holds} == missed
    assert found["key at A"].there == f"{shares[0]}.0%"


def test_only_four_options_and_one_key_count_for_its_place() -> None:
    three = make_draft(options=make_draft().options[:3])
    keyless = make_draft(options=tuple(replace(option, right=False) for option in make_draft().options))
    assert lines([*keys(1, 1, 1, 1), three, keyless, *many(5, kind="multiple")])["key at A"].there == "25.0%"


def test_the_key_is_seldom_the_longest() -> None:
    long = make_draft(options=tuple(OptionDraft("x" * (9 - n), str(n), right=n == 0) for n in range(4)))
    short = make_draft(options=tuple(OptionDraft("x" * (9 - n), str(n), right=n == 3) for n in range(4)))
    assert holds("key longest", [long] * 35 + [short] * 65)
    assert not holds("key longest", [long] * 36 + [short] * 64)


def test_a_cell_holds_three_items_half_of_them_for_contests() -> None:
    cell = {"topics": ["charter", "economic"], "levels": ["recall"]}
    found = lines([*many(2), *many(1, shelf="open")], **cell)
    assert found["charter/recall"].holds
    assert (found["charter/recall kept"].holds, found["charter/recall kept"].there) == (True, "2/3")
    assert not found["economic/recall"].holds
    assert not holds("charter/recall", many(2), **cell)
    assert not holds("charter/recall kept", [*many(1), *many(2, shelf="open")], **cell)


def test_a_cell_listed_as_empty_may_be_thin_but_not_all_open() -> None:
    cell = {"topics": ["charter"], "levels": ["recall", "apply"], "empty": {("charter", "recall")}}
    assert holds("charter/recall", [], **cell)
    assert not holds("charter/apply", [], **cell)
    assert not holds("charter/recall kept", many(1, shelf="open"), **cell)


BLUEPRINT = BandBlueprint("primary", frozenset({"primary", "lower_secondary"}), {("cross", "recall"): 2})


@pytest.mark.parametrize(
    ("drafts", "there"),
    [
        (many(6), "3"),
        (many(5), "2 (('cross', 'recall'): 1 of 2)"),
        (many(6, shelf="open"), "0 (('cross', 'recall'): 0 of 2)"),
        (many(6, band="student"), "0 (('cross', 'recall'): 0 of 2)"),
        (many(6, pillar="aec"), "0 (('cross', 'recall'): 0 of 2)"),
        (many(6, valid_to=date(2026, 11, 21)), "0 (('cross', 'recall'): 0 of 2)"),
        (many(6, valid_to=DAY), "3"),
    ],
)
def test_the_standard_paper_is_filled_three_times_without_repeating(drafts: list[ItemDraft], there: str) -> None:
    line = lines(drafts, blueprints=[BLUEPRINT])["blueprint primary"]
    assert (line.there, line.holds) == (there, there == "3")


def test_a_line_that_is_missed_becomes_a_problem_with_both_numbers() -> None:
    missed = Wanted("picture", "3", "≥ 40", holds=False)
    [problem] = shortfalls([missed, replace(missed, holds=True)])
    assert (problem.where, problem.code, problem.values) == ("picture", "mix_short", ("3", "≥ 40"))


def test_an_empty_bank_misses_lines_and_breaks_nothing() -> None:
    found = lines([], topics=["charter"], levels=["recall"], blueprints=[BLUEPRINT])
    assert {what for what, line in found.items() if line.holds} == {"single", "key longest", "charter/recall kept"}
