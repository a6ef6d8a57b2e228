"""Other people's files: each listed with its licence, and unchanged."""

from scripts import vendored
from tests.house import tree
from tests.serving import ROOT


def test_every_foreign_file_is_listed() -> None:
    here = {
        str(path.relative_to(ROOT))
        for path in tree.files()
        if path.name.endswith(vendored.FOREIGN) or "static/vendor/" in str(path)
    }
    known = {name for entry in vendored.listed() for name in entry["files"]}  # type: ignore[attr-defined]
    assert here == known


def test_no_foreign_file_was_changed() -> None:
    for entry in vendored.listed():
        for name, digest in entry["files"].items():  # type: ignore[attr-defined]
            assert vendored.sha256(ROOT / name) == digest, name


def test_every_licence_is_here() -> None:
    for entry in vendored.listed():
        text = (ROOT / str(entry["licence_file"])).read_text(encoding="utf-8")
        assert "OPEN FONT LICENSE" in text.upper() or "LICENSE" in text.upper(), entry["name"]
    assert "Apache License" in (ROOT / "LICENSE").read_text()
