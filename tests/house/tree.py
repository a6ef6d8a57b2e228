"""The project's own files: what git knows, and what it would take."""

import subprocess
from pathlib import Path

from tests.serving import ROOT

BINARY = {".woff2", ".ttf", ".png", ".jpg", ".webp", ".ico", ".xlsx", ".docx", ".pdf", ".sqlite3"}


def files(suffix: str = "") -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name.endswith(suffix) and name)
    return sorted(path for path in paths if path.is_file())


def texts() -> list[tuple[str, str]]:
    """Name and content of every text file."""
    return [
        (str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in files() if path.suffix not in BINARY
    ]
