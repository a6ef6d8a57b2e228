"""`python -m scripts.bank_pictures`: draws every picture of the bank that is our own into quiz/bank/pictures.

`--check` writes nothing: it names the files that are missing or differ from what would be drawn, and exits 1 if any do.
"""

import argparse
import sys
from pathlib import Path

from scripts.bank_pictures import charts, figures, flags, maps
from scripts.bank_pictures.canvas import PICTURES


def drawings() -> dict[str, bytes]:
    """Every file that is drawn here, by its name."""
    pictures = {**maps.drawn(), **charts.drawn(), **figures.drawn(), **flags.drawn()}
    return {name: picture.svg().encode() for name, picture in sorted(pictures.items())}


def differing(folder: Path) -> list[str]:
    """Names of drawings that the folder lacks or has otherwise."""
    return [
        name
        for name, drawing in drawings().items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != drawing
    ]


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    if options.check:
        names = differing(options.folder)
        for name in names:
            print(f"✗ {options.folder / name} is not as drawn")
        return 1 if names else 0
    drawn = drawings()
    for name, drawing in drawn.items():
        (options.folder / name).write_bytes(drawing)
    print(f"{len(drawn)} pictures in {options.folder}")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    reads = argparse.ArgumentParser(prog="python -m scripts.bank_pictures", description=__doc__)
    reads.add_argument("--check", action="store_true", help="only say which files differ from what would be drawn")
    reads.add_argument("--folder", type=Path, default=PICTURES, help="where the drawings lie (the bank's unless given)")
    return reads.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
