"""Translations made ready: every .po under frontend/locale becomes a .mo beside it (no msgfmt needed).

`python -m backend.catalogs` does it outside Django.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from backend.environment import BASE_DIR


def compile_catalogs(folder: Path = BASE_DIR / "frontend" / "locale") -> list[Path]:
    """Compile what is older than its source; returns the files written."""
    return [target for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if (target := _compile(source))]


def _compile(source: Path) -> Path | None:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return None
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parts[-3])
    unfinished = target.with_suffix(".mo.part")  # a broken-off run must not leave half a file
    with unfinished.open("wb") as file:
        write_mo(file, catalog)
    return unfinished.replace(target)


if __name__ == "__main__":
    compile_catalogs()
