"""The project's own files: what git knows, and what it would take."""

import subprocess
from pathlib import Path

from tests.serving import ROOT

BINARY = {".woff2", ".ttf", ".png", ".jpg", ".webp", ".ico", ".xls", ".xlsx", ".docx", ".pdf", ".sqlite3"}
NOT_OURS = {".git", ".venv", "var", "__pycache__", "node_modules", "artefacts"}
CACHES = ("_cache", ".hypothesis", ".pyc", ".mo")


def files(suffix: str = "") -> list[Path]:
    """Every file of the project; without git (an unpacked archive) all but what is made here."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if not _made_here(path.relative_to(ROOT))]
    return sorted(path for path in paths if path.name.endswith(suffix) and path.is_file())


def _made_here(path: Path) -> bool:
    return bool(NOT_OURS & set(path.parts)) or any(part.endswith(CACHES) for part in path.parts)


def texts() -> list[tuple[str, str]]:
    """Name and content of every text file."""
    return [
        (str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in files() if path.suffix not in BINARY
    ]
