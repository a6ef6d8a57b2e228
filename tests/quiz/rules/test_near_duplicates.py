"""Items that say nearly the same."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.rules.draft import ItemDraft, OptionDraft
from quiz.rules.writing.duplicates import _shingles, near_duplicates
from tests.factories_quiz import make_draft


def item(*texts: str, **changes: object) -> ItemDraft:
    return make_draft(options=tuple(OptionDraft(text, text, right=n == 0) for n, text in enumerate(texts)), **changes)


STEM = "Thành phố nào của Việt Nam là Thành phố Văn hóa ASEAN giai đoạn 2014-2015?"


def test_an_item_that_says_nearly_the_same_is_named_at_the_later_one() -> None:
    one = item("Huế", "Hội An", slug="one", stem_vi=STEM)
    other = item("Hội An", "Huế", slug="other", stem_vi=STEM.replace("là", "mang danh hiệu"))
    far = item("Huế", "Hội An", slug="far", stem_vi="Cố đô nào của Việt Nam từng đón đoàn đại biểu ASEAN?")
    [problem] = near_duplicates([one, far, other])
    assert (problem.where, problem.code, problem.values[0]) == ("other", "nearly_same", "one")
    assert near_duplicates([replace(one, group="hue"), replace(other, group="hue")]) == []
    assert len(near_duplicates([replace(one, group="hue"), replace(other, group="city")])) == 1
    assert near_duplicates([one, replace(one, slug="short", stem_vi="Gì?", options=())]) == []


def test_a_run_that_many_items_have_does_not_hide_their_copies() -> None:
    drafts = [make_draft(slug=f"copy-{number:02}") for number in range(30)]
    assert len(near_duplicates(drafts)) == 30 * 29 // 2


def test_a_thousand_items_of_one_form_are_compared_one_by_one() -> None:
    plain = [item(f"Nước {n}", f"Đảo {n * 7}", slug=f"i-{n}", stem_vi=f"Ai dự họp {n} tại phố {n} năm {n}?")
             for n in range(1000)]  # fmt: skip
    copies = [replace(plain[at], slug=f"copy-{at}") for at in range(0, 1000, 100)]
    found = near_duplicates([*plain, *copies])
    assert [(problem.where, problem.values[0]) for problem in found] == [
        (f"copy-{at}", f"i-{at}") for at in range(0, 1000, 100)
    ]


words = st.lists(st.sampled_from(["một", "hai", "ba", "bốn"]), max_size=9).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(st.lists(words, max_size=6))
def test_the_short_way_finds_what_comparing_every_pair_finds(stems: list[str]) -> None:
    drafts = [make_draft(slug=str(n), stem_vi=text, options=()) for n, text in enumerate(stems)]
    runs = [_shingles(draft) for draft in drafts]
    alike = {
        (str(other), str(one))
        for other in range(len(stems))
        for one in range(other)
        if runs[one] | runs[other] and 10 * len(runs[one] & runs[other]) >= 6 * len(runs[one] | runs[other])
    }
    assert {(problem.where, problem.values[0]) for problem in near_duplicates(drafts)} == alike
