"""Items for a reader who must not see the key, and what becomes of the answers."""

import json
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quiz.exchange.bank_folder import read_folder
from quiz.rules.draft import ItemDraft, OptionDraft
from quiz.rules.kinds import KINDS
from tests.factories_quiz import make_draft, make_multiple, write_bank

PAIRS = (
    OptionDraft("Hà Nội", "Ha Noi", match_vi="Việt Nam", match_en="Viet Nam"),
    OptionDraft("Jakarta", "Jakarta", match_vi="Indonesia", match_en="Indonesia"),
    OptionDraft("Băng Cốc", "Bangkok", match_vi="Thái Lan", match_en="Thailand"),
)
STEPS = tuple(replace(option, match_vi="", match_en="") for option in PAIRS)
EVERY_KIND = [
    make_draft(slug="one"),
    make_multiple(slug="several"),
    make_draft(slug="pairs", kind="matching", options=PAIRS),
    make_draft(slug="order", kind="ordering", options=STEPS),
    make_draft(slug="number", kind="number", options=(), answers=("661967", "661970")),
    make_draft(slug="word", kind="text", options=(), answers=("Zamboanga", "=Dăm-bô-an-ga")),
]


def said(folder: Path, *args: str) -> str:
    out = StringIO()
    call_command("blind_review", "--folder", str(folder), *args, stdout=out)
    return out.getvalue()


def names(text: str) -> list[str]:
    return [line.split()[1] for line in text.splitlines() if line.startswith("## ")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_bank(tmp_path / "bank", *(make_draft(slug=f"item-{n:02}") for n in range(20)))


def test_the_same_seed_draws_the_same_items(folder: Path) -> None:
    first = said(folder, "--seed", "1", "--number", "5")
    assert first == said(folder, "--seed", "1", "--number", "5")
    assert len(set(names(first))) == 5
    assert names(first) != names(said(folder, "--seed", "2", "--number", "5"))


def test_earlier_rounds_are_not_drawn_again(folder: Path) -> None:
    rounds = [names(said(folder, "--seed", "1", "--number", "8"))]
    rounds.append(names(said(folder, "--seed", "2", "--number", "8", "--before", "1")))
    rounds.append(names(said(folder, "--seed", "3", "--number", "8", "--before", "1", "2")))
    drawn = [name for one in rounds for name in one]
    assert [len(one) for one in rounds] == [8, 8, 4]
    assert len(set(drawn)) == 20
    assert said(folder, "--seed", "4", "--number", "8", "--before", "1", "2", "3") == "\n"


def test_neither_key_nor_explanation_nor_source_is_in_the_sheet(tmp_path: Path) -> None:
    remarked = tuple(replace(option, why_vi="Lý do Q", why_en="Reason Q") for option in make_draft().options)
    drafts = [replace(draft, explanation_vi="Giải thích Q", explanation_en="Explained Q") for draft in EVERY_KIND]
    drafts = [
        replace(draft, source_title="Nguồn Q", source_url="https://q.org/", facts=("fact-q",)) for draft in drafts
    ]
    drafts[0] = replace(drafts[0], options=remarked)
    text = said(write_bank(tmp_path, *drafts), "--seed", "1")
    assert set(names(text)) == {draft.slug for draft in drafts}
    for word in (
        " Q",
        "https://q.org",
        "fact-q",
        "661967",
        "661970",
        "Zamboanga",
        "Dăm-bô",
        "right",
        "true",
        "kept",
        "2008-12-15",
    ):
        assert word not in text
    for draft in drafts:
        assert draft.stem_vi in text
        assert all(f"- {choice.code}: {choice.vi} / {choice.en}" in text for choice in draft.choices)


@pytest.mark.parametrize(
    ("first", "last", "asked"),
    [
        (date(2008, 12, 15), None, "2026-11-22"),
        (date(2008, 12, 15), date(2008, 12, 31), "2008-12-23"),
        (date(2026, 12, 1), None, "2026-12-31"),
        (None, date(2025, 10, 25), "2025-09-25"),
    ],
)
def test_the_day_asked_lies_inside_the_span_and_is_neither_end(
    tmp_path: Path, first: date | None, last: date | None, asked: str
) -> None:
    """The first day of the Charter is the key of "from which day is the Charter in force?"."""
    folder = write_bank(tmp_path, make_draft(valid_from=first, valid_to=last))
    text = said(folder, "--seed", "1", "--as-of", "2026-11-22")
    assert f"(asked on {asked})" in text
    assert not any(str(end) in text for end in (first, last) if end)


def test_a_stem_that_names_its_day_says_that_day(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, make_draft(asks_about=date(2020, 6, 1)))
    assert "(as of 2020-06-01)" in said(folder, "--seed", "1")


@pytest.mark.parametrize("draft", EVERY_KIND[:4], ids=lambda draft: draft.kind)
def test_a_twin_with_another_key_has_the_same_sheet(tmp_path: Path, draft: ItemDraft) -> None:
    """What a sheet says of the key, it would say differently of another key."""
    options = draft.options
    turned = {
        "single": tuple(replace(option, right=n == 3) for n, option in enumerate(options)),
        "multiple": tuple(replace(option, right=not option.right) for option in options),
        "matching": tuple(
            replace(option, match_vi=other.match_vi, match_en=other.match_en)
            for option, other in zip(options, options[1:] + options[:1], strict=True)
        ),
        "ordering": options[::-1],
    }
    twin = replace(draft, options=turned[draft.kind])
    assert twin.key != draft.key
    first = said(write_bank(tmp_path / "a", draft), "--seed", "1")
    assert first == said(write_bank(tmp_path / "b", twin), "--seed", "1")


def compared(tmp_path: Path, drafts: list[ItemDraft], answers: object) -> str:
    path = tmp_path / "answers.json"
    path.write_text(answers if isinstance(answers, str) else json.dumps(answers), encoding="utf-8")
    return said(write_bank(tmp_path / "bank", *drafts), "--seed", "1", "--answers", str(path))


def test_the_keys_themselves_differ_from_no_key(tmp_path: Path) -> None:
    answers = {
        draft.slug: list(draft.key[:1] if draft.kind in {"number", "text"} else draft.key) for draft in EVERY_KIND
    }
    assert compared(tmp_path, EVERY_KIND, answers) == "6 câu, 0 câu khác đáp án\n"
    assert set(KINDS) == {draft.kind for draft in EVERY_KIND}


def test_each_disagreement_is_said_and_counted(tmp_path: Path) -> None:
    answers = {draft.slug: list(draft.key) for draft in EVERY_KIND[:4]}
    answers |= {"number": ["661971"], "word": ["zamboanga"]}
    wrong = next(choice.code for choice in EVERY_KIND[0].choices if choice.code not in EVERY_KIND[0].key)
    answers["one"] = [wrong]
    answers["several"] = list(EVERY_KIND[1].key[:1])  # half right is not right
    text = compared(tmp_path, EVERY_KIND, answers)
    assert text.splitlines()[-1] == "6 câu, 3 câu khác đáp án"
    told = {line.partition(":")[0] for line in text.splitlines() if not line.startswith(" ")}
    assert told == {"one", "several", "number", "6 câu, 3 câu khác đáp án"}
    assert "661967 – 661970" in text


def test_a_word_alone_is_a_list_of_one_and_no_answer_agrees_with_nothing(tmp_path: Path) -> None:
    numbers = [make_draft(slug=slug, kind="number", options=(), answers=("11",)) for slug in ("a", "b", "c")]
    assert "3 câu, 1 câu khác" in compared(tmp_path, numbers, {"a": "11", "b": [11], "c": []})


def test_an_item_without_an_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="several"):
        compared(tmp_path, EVERY_KIND[:2], {"one": list(EVERY_KIND[0].key)})


@pytest.mark.parametrize("answers", ["{", "[]", '{"one": 5}', "\ufeff{}"])
def test_a_file_that_holds_no_answers_is_refused_in_words(tmp_path: Path, answers: str) -> None:
    with pytest.raises(CommandError, match="không đọc được"):
        compared(tmp_path, EVERY_KIND[:1], answers)


def test_a_file_that_is_not_there_is_refused_in_words(folder: Path) -> None:
    with pytest.raises(CommandError, match="không đọc được"):
        said(folder, "--seed", "1", "--answers", str(folder / "nowhere.json"))


def test_a_round_of_the_bank_that_ships_is_a_hundred_items_of_it() -> None:
    out = StringIO()
    call_command("blind_review", "--seed", "1", stdout=out)
    drawn = set(names(out.getvalue()))
    assert len(drawn) == 100
    assert drawn <= {draft.slug for draft in read_folder().drafts}
