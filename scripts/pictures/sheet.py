"""The first sheet of login cards as a picture, where the machine has poppler's `pdftoppm`."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from scripts.pictures.camera import happen
from tests.serving import Server

NAME = "cards-sheet"
ADDRESS = "http://192.168.1.10:8000"  # how a school's own server is reached


def take(server: Server, world: dict[str, Any], folder: Path) -> None:
    """`cards-sheet.png`: the first two rows, cards with the longest names, at 96 dots an inch."""
    program = shutil.which("pdftoppm")
    if program is None:
        print("• pdftoppm (poppler-utils) is not here: no picture of the sheet of cards")
        return
    with tempfile.TemporaryDirectory() as work:
        made = Path(work) / "cards.pdf"
        happen(server, f"print_cards({world['school_class']}, {ADDRESS!r}, {str(made)!r})")
        command = [program, "-png", "-r", "96", "-f", "1", "-l", "1", "-singlefile"]
        command += ["-W", "794", "-H", "452", str(made), str(folder / NAME)]
        subprocess.run(command, check=True, timeout=60)
