"""Which part may know which: the import contracts of pyproject.toml are kept, migrations say what the models say."""

import ast
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.house.typed import APPS
from tests.serving import ROOT


def test_import_contracts_are_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_rules_import_the_standard_library_only() -> None:
    """import-linter names what is forbidden; here everything is that is not allowed."""
    allowed = set(sys.stdlib_module_names)
    for app in APPS:
        for path in [*ROOT.glob(f"{app}/rules.py"), *ROOT.glob(f"{app}/rules/**/*.py")]:
            for module in _imports(path):
                parts = module.split(".")
                assert parts[0] in allowed or parts[1:2] == ["rules"], f"{path.relative_to(ROOT)} imports {module}"


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found |= {node.module} if "." in node.module else {f"{node.module}.{name.name}" for name in node.names}
    return found
