"""Every sentence has its English: the catalogue knows all msgids, translates all, and keeps their placeholders."""

import re
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from scripts import messages
from scripts.messages import ROOT, Message

PLACE = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd]")
DJANGO = Path(django.__file__).parent
PO = Path("LC_MESSAGES/django.po")


def test_every_message_is_in_english() -> None:
    catalog = messages.catalog()
    missing = []
    for message, places in messages.everywhere().items():
        msgid = (message.text, message.plural) if message.plural else message.text
        entry = catalog.get(msgid, context=message.context or None)
        strings = () if entry is None else entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
        if not strings or not all(strings) or entry.fuzzy:
            missing.append(f"{places[0]}: {message.text[:80]!r}")
    assert missing == [], f"{len(missing)} without English; run `python -m scripts.messages` and translate"


def test_translations_keep_their_placeholders() -> None:
    wrong = []
    for entry in messages.catalog():
        sources = entry.id if isinstance(entry.id, (tuple, list)) else (entry.id,)
        strings = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
        wanted = set(PLACE.findall("".join(sources)))
        wrong += [entry.id for string in strings if entry.id and string and set(PLACE.findall(string)) != wanted]
    assert wrong == []


def test_the_catalogue_holds_nothing_that_is_gone() -> None:
    known = {(message.text, message.context) for message in messages.everywhere()}
    held = {
        (entry.id[0] if isinstance(entry.id, (tuple, list)) else entry.id, entry.context or "")
        for entry in messages.catalog()
        if entry.id
    }
    assert sorted(held - known) == []


def test_the_framework_still_says_what_the_vietnamese_catalogue_rewords() -> None:
    said = {entry.id for part in ("conf", "contrib/auth") for entry in _read(DJANGO / part / "locale/en" / PO)}
    assert [entry.id for entry in _read(ROOT / "frontend/locale/vi" / PO) if entry.id not in said] == []


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('x = _("Nộp bài")', Message("Nộp bài")),
        ('x = _("Nộp " "bài")', Message("Nộp bài")),
        ('ngettext("%(n)s câu", "%(n)s câu.", n)', Message("%(n)s câu", "%(n)s câu.")),
        ('pgettext("nút", "Mở")', Message("Mở", context="nút")),
    ],
)
def test_messages_are_found_in_python(source: str, found: Message) -> None:
    assert list(messages.of_python(source)) == [found]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% load i18n %}{% translate "Nộp bài" %}', Message("Nộp bài")),
        ("{% translate 'Nói \"được\"' as x %}", Message('Nói "được"')),
        ('{% include "a.html" with label=_("Tên") %}', Message("Tên")),
        ("{% blocktranslate %}Chào {{ name }}{% endblocktranslate %}", Message("Chào %(name)s")),
        ("{% blocktranslate trimmed %}\n  Một\n  hai\n{% endblocktranslate %}", Message("Một hai")),
        (
            "{% blocktranslate count n=x %}{{ n }} câu{% plural %}{{ n }} câu.{% endblocktranslate %}",
            Message("%(n)s câu", "%(n)s câu."),
        ),
        ('{% translate "Mở" context "nút" %}', Message("Mở", context="nút")),
    ],
)
def test_messages_are_found_in_templates(source: str, found: Message) -> None:
    assert list(messages.of_template(source)) == [found]
