"""Word differences between two revisions of an item, for a reviewer's eye."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from quiz.rules.draft import ItemDraft


@dataclass(frozen=True)
class Run:
    """Words that stayed ("same"), went ("gone") or came ("new")."""

    what: str
    words: str


@dataclass(frozen=True)
class Difference:
    """A field that differs: its name and the runs of its words, in reading order."""

    field: str
    runs: tuple[Run, ...]


FIELDS = ("stem_vi", "stem_en", "explanation_vi", "explanation_en", "source_title", "source_url")


def differences(before: ItemDraft, after: ItemDraft) -> list[Difference]:
    """Every field of a revision that differs; options with their remarks count as one field in their kept order."""
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in FIELDS]
    pairs.append(("options", _options(before), _options(after)))
    pairs.append(("key", *_keys(before, after)))
    pairs.append(("facts", ", ".join(before.facts), ", ".join(after.facts)))
    pairs.append(("span", _span(before), _span(after)))
    pairs.append(("picture", _picture(before), _picture(after)))
    return [Difference(name, words(old, new)) for name, old, new in pairs if old != new]


def words(old: str, new: str) -> tuple[Run, ...]:
    """The words of both texts as runs; joined, same and new give the new text, same and gone the old one."""
    one, other = old.split(), new.split()
    runs: list[Run] = []
    for tag, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run("same", " ".join(one[start:end])))
            continue
        if end > start:
            runs.append(Run("gone", " ".join(one[start:end])))
        if stop > begin:
            runs.append(Run("new", " ".join(other[begin:stop])))
    return tuple(runs)


def _options(draft: ItemDraft) -> str:
    remarks = {code: f" ({vi} / {en})" for code, vi, en in draft.remarks}
    return " | ".join(f"{choice.vi} / {choice.en}{remarks.get(choice.code, '')}" for choice in draft.choices)


def _keys(before: ItemDraft, after: ItemDraft) -> tuple[str, str]:
    """Both keys in words; word for word where only a spelling that is written twice tells them apart."""
    old, new = _key(before), _key(after)
    typed = before.kind in {"number", "text"} and before.kind == after.kind
    return (" | ".join(before.key), " | ".join(after.key)) if typed and old == new else (old, new)


def _key(draft: ItemDraft) -> str:
    if draft.kind in {"number", "text"}:
        return " | ".join(dict.fromkeys(draft.key))
    texts: dict[str, str] = {choice.code: choice.vi for choice in draft.choices}
    parts: Sequence[str] = [" → ".join(texts.get(code, code) for code in word.split(":")) for word in draft.key]
    return " | ".join(parts)


def _span(draft: ItemDraft) -> str:
    return " ".join(day.isoformat() if day else "…" for day in (draft.valid_from, draft.valid_to, draft.asks_about))


def _picture(draft: ItemDraft) -> str:
    shown = draft.picture
    return f"{shown.digest[:12]} {shown.alt_vi} / {shown.alt_en} ({shown.credit})" if shown else ""
