"""Other people's files in this tree: which, from where, under which licence, unchanged since they came.

`python -m scripts.vendored` writes the hashes anew after a file was replaced on purpose.
"""

import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "LICENSES" / "vendored.json"
# Whatever has one of these endings, or lies in static/vendor, was not written here.
FOREIGN = (".ttf", ".otf", ".woff", ".woff2", ".min.js", ".min.css")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def listed() -> list[dict[str, object]]:
    """One entry per package: name, version, licence, licence_file, source, files {path: sha256}."""
    return list(json.loads(LIST.read_text(encoding="utf-8")))


def main() -> int:
    entries = listed()
    for entry in entries:
        entry["files"] = {name: sha256(ROOT / name) for name in sorted(entry["files"])}
    LIST.write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
