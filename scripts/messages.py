"""Every sentence the code shows (the Vietnamese msgids), and the English catalogue brought in step with it.

`python -m scripts.messages` writes frontend/locale/en/LC_MESSAGES/django.po: new msgids come in untranslated, gone
ones go out, translations stay. Needs no xgettext.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "frontend" / "locale" / "en" / "LC_MESSAGES" / "django.po"
APPS = ("backend", "schools", "quiz", "contests", "reports")
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CALL = re.compile(r"(?<![\w.])(_|gettext|ngettext|pgettext|npgettext)\(")
LITERAL = re.compile(r"""\s*[uU]?("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\s*""")


@dataclass(frozen=True)
class Message:
    """One msgid, its plural ("" if it has none), its context ("" if none)."""

    text: str
    plural: str = ""
    context: str = ""


def of_python(source: str) -> Iterator[Message]:
    """Messages of a Python file: literal arguments of the gettext functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            yield from _message(name, texts)


def of_template(source: str) -> Iterator[Message]:
    """Messages of a Django template, by Django's own reading of it."""
    from django.utils.translation.template import templatize

    text = templatize(source)
    for call in CALL.finditer(text):
        texts, at = [], call.end()
        while literal := LITERAL.match(text, at):
            texts.append(ast.literal_eval(literal.group(1)))
            at = literal.end()
            if text[at : at + 1] != ",":
                break
            at += 1
        yield from _message(call.group(1), texts)


def _message(name: str, texts: list[str]) -> Iterator[Message]:
    if name in SINGLE and texts:
        yield Message(texts[0])
    elif name in PLURAL and len(texts) >= 2:
        yield Message(texts[0], texts[1])
    elif name in CONTEXT and len(texts) >= 2:
        yield Message(texts[1], context=texts[0])
    elif name == "npgettext" and len(texts) >= 3:
        yield Message(texts[1], texts[2], texts[0])


def everywhere() -> dict[Message, list[str]]:
    """Every message of the project with the files it stands in."""
    found: dict[Message, list[str]] = {}
    files = [(path, of_python) for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    files += [(path, of_template) for path in sorted((ROOT / "frontend" / "templates").rglob("*.*"))]
    for path, read in files:
        for message in read(path.read_text(encoding="utf-8")):
            if message.text:
                places = found.setdefault(message, [])
                if (place := str(path.relative_to(ROOT))) not in places:
                    places.append(place)
    return found


def catalog() -> Catalog:
    """The English catalogue as it stands; empty if there is none."""
    if not CATALOG.exists():
        return Catalog(locale="en", domain="django")
    with CATALOG.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def _empty() -> Catalog:
    """A catalogue with a header of our own: none of the template's blanks."""
    return Catalog(
        locale="en",
        domain="django",
        project="Tìm hiểu ASEAN",
        version="1.0",
        header_comment="# English. `python -m scripts.messages` brings new sentences in; write their English here.",
        language_team="English",
        last_translator=" ",
        msgid_bugs_address=" ",
        fuzzy=False,
    )


def in_step() -> Catalog:
    """A new catalogue: the code's messages with the translations that we have."""
    old, new = catalog(), _empty()
    new.creation_date = new.revision_date = (
        old.creation_date
    )  # an extraction that finds nothing new leaves the file as it was
    for message, places in everywhere().items():
        msgid = (message.text, message.plural) if message.plural else message.text
        known = old.get(msgid, context=message.context or None)
        new.add(
            msgid,
            string=known.string if known else None,
            locations=[(place, 0) for place in places],
            flags=["python-format"] if re.search(r"%\(\w+\)[sd]", message.text) else [],
            context=message.context or None,
        )
    return new


def main() -> int:
    new = in_step()
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    with CATALOG.open("wb") as file:
        write_po(file, new, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    missing = sum(1 for message in new if message.id and not _translated(message.string))
    print(f"{len(new)} messages, {missing} without English, in {CATALOG.relative_to(ROOT)}")
    return 0


def _translated(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


if __name__ == "__main__":
    sys.exit(main())
