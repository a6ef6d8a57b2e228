"""The bank as a folder: what is there comes through, what is missing or wrong is said with its file."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quiz.exchange.bank_folder import read_folder
from quiz.exchange.fact_file import COLUMNS
from quiz.rules.mix import BandBlueprint
from tests.factories_quiz import TOPICS, make_draft, write_bank

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
PICTURES = """
[[picture]]
file = "map-01.svg"
kind = "map"
licence = "CC BY 4.0"
author = "Lan"
source = "own drawing"
"""
BLUEPRINTS = """
empty = [
    {topic = "charter", level = "analyse", reason = "too few facts"},
    {topic = "charter", level = "apply", reason = ""},
]

[[blueprint]]
band = "primary"
bands = ["primary", "lower_secondary"]
cross = {recall = 8, apply = 0}
aec = {recall = 2}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_bank(tmp_path, make_draft())


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in read_folder(folder).problems]


def add_picture(folder: Path, name: str = "map-01.svg", listed: str = PICTURES) -> None:
    (folder / "pictures.toml").write_text(listed, encoding="utf-8")
    (folder / "pictures").mkdir(exist_ok=True)
    (folder / "pictures" / "map-01.svg").write_bytes(SVG)
    path = folder / "topics" / "charter.toml"
    path.write_text(path.read_text() + f'\npicture = "{name}"\nalt_vi = "Bản đồ"\nalt_en = "A map"\n', encoding="utf-8")


def test_a_plain_folder_comes_through(folder: Path) -> None:
    bank = read_folder(folder)
    assert (bank.problems, bank.topics, bank.drafts) == ([], TOPICS, [make_draft()])
    assert (list(bank.facts), bank.blueprints, bank.empty) == (["charter-force"], (), frozenset())


def test_the_bank_that_ships_has_everything_and_no_problem() -> None:
    bank = read_folder()
    assert bank.problems == []
    assert all([bank.topics, bank.drafts, bank.facts, bank.series, bank.blueprints])
    assert [draft.slug for draft in bank.drafts if draft.picture and not draft.picture.data] == []


def test_a_picture_brings_its_bytes_and_its_credit(folder: Path) -> None:
    add_picture(folder)
    bank = read_folder(folder)
    assert bank.problems == []
    [draft] = bank.drafts
    assert draft.picture
    assert (draft.picture.data, draft.picture.credit) == (SVG, "Lan (CC BY 4.0)")
    assert (draft.picture.alt_vi, draft.picture.alt_en) == ("Bản đồ", "A map")


def test_a_picture_that_is_not_listed_is_named_with_its_item(folder: Path) -> None:
    add_picture(folder, "map-02.svg")
    assert codes(folder) == [("charter-001", "picture_unknown")]


def test_a_picture_that_is_listed_but_not_there_is_named(folder: Path) -> None:
    add_picture(folder)
    (folder / "pictures" / "map-01.svg").unlink()
    assert codes(folder) == [("map-01.svg", "file_missing")]


@pytest.mark.parametrize(
    "listed",
    [
        "",
        "picture = 3",
        "[[picture]]\nfile = 3",
        '[[picture]]\nfile = "map-01.svg"\nauthor = "Lan"',
        "[[picture",
        "\xff",
    ],
)
def test_a_list_of_pictures_that_cannot_be_read_is_named(folder: Path, listed: str) -> None:
    add_picture(folder, listed=listed)
    if listed == "\xff":
        (folder / "pictures.toml").write_bytes(b"\xff\xfe")
    assert ("pictures.toml", "not_pictures") in codes(folder)


def test_blueprints_and_empty_cells_with_their_reason(folder: Path) -> None:
    (folder / "blueprints.toml").write_text(BLUEPRINTS, encoding="utf-8")
    bank = read_folder(folder)
    assert bank.problems == []
    assert bank.empty == {("charter", "analyse")}  # without a reason a cell is not excused
    cells = {("cross", "recall"): 8, ("aec", "recall"): 2}
    assert bank.blueprints == [BandBlueprint("primary", frozenset({"primary", "lower_secondary"}), cells)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("empty = [", "empti = ["),
        ("[[blueprint]]", "[[blueprints]]"),
        ('band = "primary"', ""),
        ('band = "primary"', 'band = "primery"'),
        ('"lower_secondary"]', '"lower"]'),
        ('bands = ["primary", "lower_secondary"]', 'bands = "primary"'),
        ("aec = {", "eac = {"),
        ("recall = 8", "recal = 8"),
        ("recall = 8", 'recall = "8"'),
        ("recall = 8", "recall = -8"),
        ("cross = {recall = 8, apply = 0}", "cross = 8"),
        ("[[blueprint]]", "[[blueprint"),
    ],
)
def test_a_blueprint_with_a_word_written_wrongly_is_named(folder: Path, old: str, new: str) -> None:
    assert old in BLUEPRINTS
    (folder / "blueprints.toml").write_text(BLUEPRINTS.replace(old, new), encoding="utf-8")
    assert codes(folder) == [("blueprints.toml", "not_blueprints")]
    assert read_folder(folder).blueprints == ()


def test_facts_of_every_file_count_and_a_doubled_one_is_named_where_it_comes_again(folder: Path) -> None:
    heading = ",".join(COLUMNS) + "\n"
    (folder / "facts" / "b.csv").write_text(heading + "asean-founded,x,y,1967-08-08,,high\n", encoding="utf-8")
    (folder / "facts" / "c.csv").write_text(heading + "charter-force,x,y,,,high\n", encoding="utf-8")
    (folder / "facts" / "note.txt").write_text("no facts", encoding="utf-8")
    bank = read_folder(folder)
    assert set(bank.facts) == {"charter-force", "asean-founded"}
    assert [(p.where, p.code, p.values) for p in bank.problems] == [("c.csv", "fact_twice", ("charter-force",))]


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (remove("topics.toml"), ("topics.toml", "file_missing")),
        (remove("series.toml"), ("series.toml", "file_missing")),
        (lambda folder: (folder / "topics.toml").write_text("topic = 3"), ("topics.toml", "not_topics")),
        (lambda folder: (folder / "topics.toml").write_bytes(b"\xff"), ("topics.toml", "not_topics")),
        (lambda folder: (folder / "series.toml").write_text("series = 3"), ("series.toml", "not_series")),
        (lambda folder: (folder / "facts" / "all.csv").write_bytes(b"\xff"), ("all.csv", "not_csv")),
        (lambda folder: (folder / "facts" / "all.csv").write_text(""), ("all.csv", "column_missing")),
        (lambda folder: (folder / "topics" / "charter.toml").write_text("x"), ("charter.toml", "not_toml")),
        (lambda folder: (folder / "topics" / "x.toml").mkdir(), ("x.toml", "file_missing")),
    ],
)
def test_a_broken_or_missing_file_is_a_problem_and_no_crash(
    folder: Path, spoil: Callable[[Path], object], problem: tuple[str, str]
) -> None:
    spoil(folder)
    assert problem in codes(folder)


def test_a_folder_of_nothing_names_what_it_lacks(tmp_path: Path) -> None:
    assert {where for where, _code in codes(tmp_path)} == {"topics.toml", "series.toml"}


def test_items_of_every_topic_file_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    drafts = [make_draft(), replace(make_draft(), slug="economic-001", topic="economic")]
    assert read_folder(write_bank(tmp_path, *drafts[::-1])).drafts == drafts
