"""An item as a person meets it on a screen or on paper: its texts in one language, in one order, and no key."""

from collections.abc import Sequence
from dataclasses import dataclass

from quiz.queries.items import ItemText
from quiz.rules.kinds.matching import is_partner
from quiz.rules.kinds.written import MOST


@dataclass(frozen=True)
class ShownOption:
    code: str
    text: str


@dataclass(frozen=True)
class ShownPicture:
    """`digest` is its address; `alt` are the words for who cannot see it."""

    digest: str
    alt: str
    credit: str


@dataclass(frozen=True)
class ShownItem:
    """An item as one attempt sees it; `lang` is the language the text is really in."""

    id: int
    number: int
    kind: str
    points: int
    revision: int
    stem: str
    lang: str
    options: tuple[ShownOption, ...]
    picture: ShownPicture | None = None

    @property
    def screen(self) -> str:
        """The template of its kind."""
        return f"quiz/kinds/{self.kind}.html"

    @property
    def rows(self) -> list[ShownOption]:
        """What is put beside places: prompts of a matching item, everything of an ordering item."""
        return [option for option in self.options if self.kind != "matching" or not is_partner(option.code)]

    @property
    def places(self) -> list[ShownOption]:
        """Where rows are put: partners of a matching item, numbers from 1 in an ordering item."""
        if self.kind == "ordering":
            return [ShownOption(str(place), str(place)) for place in range(1, len(self.options) + 1)]
        return [option for option in self.options if is_partner(option.code)]

    @property
    def longest(self) -> int:
        """Characters that a written answer may have."""
        return MOST


def shown_item(
    text: ItemText, codes: Sequence[str], *, language: str, number: int, item: int, points: int, revision: int
) -> ShownItem:
    """The item with its options in the order of `codes`; English falls back to Vietnamese where it is missing."""
    english = language.startswith("en") and bool(text.stem_en)
    words = {option.code: (option.en if english and option.en else option.vi) for option in text.options}
    picture = text.picture
    return ShownItem(
        id=item,
        number=number,
        kind=text.kind,
        points=points,
        revision=revision,
        stem=text.stem_en if english else text.stem_vi,
        lang="en" if english else "vi",
        options=tuple(ShownOption(code, words[code]) for code in codes),
        picture=ShownPicture(picture.digest, picture.alt_en if english else picture.alt_vi, picture.credit)
        if picture
        else None,
    )
