"""Documents say what the code does: settings, commands and pages that they name exist, and none is left out."""

import ast
import re

from django.core.management import get_commands

from tests.house import tree
from tests.serving import ROOT

READERS = {"text", "flag", "number", "words", "lines", "days", "secret"}
# Set by Django, by tests or by the container, not by whoever runs the product.
NOT_OURS = {"POSTGRES_PASSWORD"}


def read_by_the_code() -> set[str]:
    found = set()
    for path in tree.files(".py"):
        if path.relative_to(ROOT).parts[0] not in {"backend", "schools", "quiz", "contests", "reports"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in READERS:
                name = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
                if isinstance(name, str) and re.fullmatch(r"[A-Z][A-Z_]+|[a-z]+_(key|password)", name):
                    found.add(name.upper())
    return found


def in_example() -> set[str]:
    return set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_setting_is_in_the_example_and_no_other() -> None:
    assert in_example() - NOT_OURS == read_by_the_code()


def test_compose_sets_only_known_settings() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    block = compose[: compose.index("services:")]
    assert set(re.findall(r"^    ([A-Z_]+):", block, re.MULTILINE)) <= in_example()


def test_commands_named_in_documents_exist() -> None:
    known = set(get_commands())
    for path in tree.files(".md"):
        for name in re.findall(r"manage\.py ([a-z_]+)", path.read_text(encoding="utf-8")):
            assert name in known, f"{path.relative_to(ROOT)}: manage.py {name}"


def test_words_of_make_named_in_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for path in tree.files(".md"):
        for name in re.findall(r"`make ([a-z]+)", path.read_text(encoding="utf-8")):
            assert name in targets, f"{path.relative_to(ROOT)}: make {name}"


def test_links_between_documents_lead_somewhere() -> None:
    for path in tree.files(".md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.relative_to(ROOT)}: {target}"
