"""Pictures of the bank: as they are drawn, all listed, all used, small; they only draw, and maps name the islands."""

import re
import shutil
import tomllib
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree

from scripts.bank_pictures import maps
from scripts.bank_pictures.__main__ import main
from scripts.bank_pictures.atlas import HOANG_SA, TRUONG_SA
from scripts.bank_pictures.canvas import PICTURES, WIDTH
from tests.serving import ROOT

BANK = ROOT / "quiz" / "bank"
FILES = sorted(PICTURES.glob("*.svg"))
LARGEST = 25_000
ACTS_OR_TELLS = {"script", "style", "title", "desc", "foreignObject", "image", "use", "a", "animate", "set"}
NAMED = {"Hoàng Sa": (112.0, 16.5), "Trường Sa": (114.0, 10.0)}


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _elements(path: Path) -> list[Element]:
    return list(ElementTree.parse(path, forbid_dtd=True).iter())


def _listed() -> dict[str, str]:
    """Kind of each picture by its file, as pictures.toml has it."""
    tables = tomllib.loads((BANK / "pictures.toml").read_text(encoding="utf-8"))["picture"]
    assert len({table["file"] for table in tables}) == len(tables)
    return {table["file"]: table["kind"] for table in tables}


def test_the_pictures_are_as_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_what_is_not_as_drawn_is_named_and_drawn_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(PICTURES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "map-05.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "chart-03.svg").unlink()
    assert main(["--check", "--folder", str(tmp_path)]) == 1
    assert re.findall(r"\w+-\d\d\.svg", capsys.readouterr().out) == ["chart-03.svg", "map-05.svg"]
    assert main(["--folder", str(tmp_path)]) == 0
    assert main(["--check", "--folder", str(tmp_path)]) == 0


def test_every_picture_is_listed() -> None:
    assert [path.name for path in FILES] == sorted(_listed())


def test_every_picture_is_used_and_none_is_missing() -> None:
    topics = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((BANK / "topics").glob("*.toml"))]
    named = {item["picture"] for topic in topics for item in topic["question"] if "picture" in item}
    assert sorted(named) == [path.name for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_picture_is_small_and_only_draws(path: Path) -> None:
    assert path.stat().st_size < LARGEST
    elements = _elements(path)
    assert _local(elements[0].tag) == "svg"
    assert re.fullmatch(r"0 0 \d+ \d+", elements[0].get("viewBox", ""))
    assert {_local(element.tag) for element in elements} & ACTS_OR_TELLS == set()
    attributes = [(_local(name), value) for element in elements for name, value in element.items()]
    for name, value in attributes:
        assert not name.startswith("on"), name
        assert name not in {"style", "href", "src", "base"}, name
        assert not re.search(r"url\((?!#)|[:\\]", value), f"{name}={value}"  # nothing from elsewhere


@pytest.mark.parametrize("name", sorted(name for name, kind in _listed().items() if kind == "map"))
def test_a_map_that_shows_the_islands_names_them(name: str) -> None:
    """Each name once and inside the picture; each island in Viet Nam's colour."""
    drawing, elements = maps.drawn()[name], _elements(PICTURES / name)
    for words in (words for words, place in NAMED.items() if drawing.view.holds(place)):
        texts = [element for element in elements if words in (element.text or "")]
        assert len(texts) == 1, words
        x, y = map(float, re.findall(r"-?[\d.]+", texts[0].get("transform", ""))[:2])
        assert 0 < x < WIDTH, words
        assert 0 < y < drawing.height, words
    shown = [island for island in HOANG_SA + TRUONG_SA if drawing.view.holds(island)]
    rounds = [element.get("fill") for element in elements if _local(element.tag) == "circle" and _is_island(element)]
    assert rounds == [drawing.paint("vn").fill] * len(shown)


def _is_island(circle: Element) -> bool:
    return circle.get("r") in {"2.6", "3.4"}
