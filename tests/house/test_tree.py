"""Files of a size that can be read, and nothing that points at one particular machine."""

import re
import warnings

from tests.house import tree
from tests.serving import ROOT

WARN, FAIL = 300, 400
# Assembled, so that this file does not find itself.
MACHINES = [
    r"(?<![\w.])/" + r"work/",
    r"(?<![\w.])/" + r"root/",
    r"(?<![\w.])/home/" + r"\w",
    r"/opt/" + r"(pypi|wheels)",
    r"pypi\." + r"org",
    r"python" + r"hosted\.org",
    r"registry\." + r"npmjs",
    r"\bnpm" + r"mirror",
    r"/tmp/" + r"tmp\.",
]


def test_python_files_stay_readable() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tree.files(".py")
        if "migrations" not in path.parts and (lines := path.read_text(encoding="utf-8").count("\n")) > WARN
    }
    for name, lines in long.items():
        warnings.warn(f"{name} has {lines} lines: time for a folder by noun", stacklevel=1)
    assert {name: lines for name, lines in long.items() if lines > FAIL} == {}


def test_no_file_names_a_machine_or_a_package_registry() -> None:
    pattern = re.compile("|".join(MACHINES))
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, content in tree.texts()
        for number, line in enumerate(content.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_folder_for_leftovers() -> None:
    """A `utils.py` says nothing about what is in it; the floors and the nouns do."""
    vague = {"utils", "helpers", "misc", "common", "manager"}
    assert [path for path in tree.files(".py") if vague & {path.stem, *path.relative_to(ROOT).parts}] == []
