"""An item on its way in or out: the one shape between files and tables."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from quiz.rules.kinds import KINDS
from quiz.rules.kinds.base import Choice, OptionDraft
from quiz.rules.validity import Span

#: How an item is classed. No revision keeps these: they are set, not written.
MARKS = ("topic", "pillar", "level", "band", "shelf", "group")


@dataclass(frozen=True)
class Problem:
    """What is wrong and where. Sentences for people are made in the doors, from `code` and `values`."""

    where: str
    code: str
    values: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        return {"where": self.where, "code": self.code, "values": list(self.values)}


@dataclass(frozen=True)
class PictureDraft:
    """The picture of an item: its file and what it shows in words that leave the key unsaid."""

    name: str  # file name with its ending; no pupil sees it
    data: bytes = field(repr=False)
    alt_vi: str
    alt_en: str
    credit: str = ""  # author and licence, as they must be printed

    @property
    def digest(self) -> str:
        """sha256 of the file."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class ItemDraft:
    """An item as a file states it. Blank text and empty lists are possible here: `rules.soundness` judges."""

    slug: str
    topic: str
    kind: str
    pillar: str
    level: str
    shelf: str
    stem_vi: str
    stem_en: str
    options: tuple[OptionDraft, ...]
    explanation_vi: str
    explanation_en: str
    source_title: str
    source_url: str
    facts: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    asks_about: date | None = None
    answers: tuple[str, ...] = ()  # what number and text accept
    band: str = ""  # the youngest audience it is fair for
    group: str = ""  # items of one group answer each other: a paper takes one of them
    picture: PictureDraft | None = None
    # in the order in which they are kept and shown
    choices: tuple[Choice, ...] = field(init=False, compare=False, repr=False)
    key: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # a draft of an unknown kind is read like single choice, so that the rules can say more about it
        its_kind = KINDS.get(self.kind, KINDS["single"])
        object.__setattr__(self, "choices", tuple(its_kind.choices(self.slug, self.options)))
        object.__setattr__(self, "key", tuple(its_kind.key(self.slug, self.options, self.answers)))

    @property
    def marks(self) -> str:
        """How the item is classed, as one word that a form carries."""
        return "|".join(getattr(self, name) for name in MARKS)

    @property
    def span(self) -> Span:
        return self.valid_from, self.valid_to

    @property
    def remarks(self) -> list[tuple[str, str, str]]:
        """Code, Vietnamese and English remark of each option that has one; for kinds with one code an option."""
        texts = {option.vi: (option.why_vi, option.why_en) for option in self.options if option.why_vi}
        return [(choice.code, *texts[choice.vi]) for choice in self.choices if choice.vi in texts]

    def checksum(self) -> str:
        """Equal exactly when nothing differs that a revision keeps (shelf marks are not among it)."""
        parts: list[object] = [
            self.slug, self.kind, self.stem_vi, self.stem_en,
            [[choice.code, choice.vi, choice.en] for choice in self.choices], list(self.key),
            self.explanation_vi, self.explanation_en, self.source_title, self.source_url, sorted(set(self.facts)),
            [day.isoformat() if day else "" for day in (self.valid_from, self.valid_to, self.asks_about)],
        ]  # fmt: skip
        # what came later counts where it is there, so that items without it keep their revision
        if self.remarks:
            parts.append([list(remark) for remark in self.remarks])
        if self.picture:
            parts.append([self.picture.digest, self.picture.alt_vi, self.picture.alt_en, self.picture.credit])
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def texts(draft: ItemDraft, language: str) -> Sequence[str]:
    """Every text of the item in "vi" or "en": stem, options with partners, explanation, the picture's words."""
    options = [getattr(option, f"{part}{language}") for option in draft.options for part in ("", "match_")]
    alt = [getattr(draft.picture, f"alt_{language}")] if draft.picture else []
    return [getattr(draft, f"stem_{language}"), *options, *alt, getattr(draft, f"explanation_{language}")]


__all__ = ["MARKS", "Choice", "ItemDraft", "OptionDraft", "PictureDraft", "Problem", "texts"]
