"""Any item, for tests that write a file and read it again: every kind, awkward letters, gaps in English.

What the strategies make is tidy (NFC, single spaces) and can be graded: a key is there, texts that must be are.
"""

import base64
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from quiz.exchange.reading import tidy
from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft

ALL_KINDS = ("single", "multiple", "matching", "ordering", "number", "text")
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z" fill="#123"/></svg>'
# signs that mean something to one format or another
AWKWARD = (
    "<b>", "&amp;", "<", ">", "->", "{", "}", "::", "//", "####", "%50%", "[html]", "~=#", "\\n", "\\", "]]>", "A. ",
    "ANSWER: A", "$CATEGORY: x", "*", '"', "'", "<script>", "Đ", "ệ", "km²", "=5+2", "-", "@", "TRUE", "1,5", "\u200b",
)  # fmt: skip
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp", "Zs"))
PIECES = st.text(LETTERS, max_size=12) | st.sampled_from([*AWKWARD, " "])


def texts(longest: int = 3) -> st.SearchStrategy[str]:
    """Words that say something, tidy, of so many pieces."""
    return st.lists(PIECES, min_size=1, max_size=longest).map(lambda parts: tidy("".join(parts)) or "ệ")


SLUGS = st.integers(0, 99_999).map(lambda number: f"item-{number:x}")
DAYS = st.none() | st.dates(date(1967, 8, 8), date(2099, 12, 31))
ADDRESSES = st.sampled_from(["", "https://asean.org/", "http://a.org/?a=1&b=%20;c#d~e", "https://vi.org/x_(y)'[z]/*"])
NUMBERS = st.integers(-(10**12), 10**12).map(lambda number: format(Decimal(number) / 1000, ".3f"))


@st.composite
def pictures(draw: st.DrawFn) -> PictureDraft:
    name, data = draw(st.sampled_from([("map-01.png", PNG), ("flag_2.svg", SVG)]))
    return PictureDraft(name, data, draw(texts()), draw(texts()), draw(st.just("") | texts()))


@st.composite
def drafts(draw: st.DrawFn, kinds: tuple[str, ...] = ALL_KINDS) -> ItemDraft:
    """One item; half of them have no English at all, as files of schools have not."""
    english = draw(st.booleans())
    kind = draw(st.sampled_from(kinds))
    either = st.just("") | texts()
    return ItemDraft(
        slug=draw(SLUGS),
        topic=draw(st.sampled_from(["", "charter", "ca_mau"])),
        kind=kind,
        pillar=draw(st.sampled_from(["", "cross", "aec"])),
        level=draw(st.sampled_from(["", "recall", "analyse"])),
        shelf=draw(st.sampled_from(["", "open", "kept"])),
        stem_vi=draw(texts(5)),
        stem_en=draw(texts(5)) if english else "",
        options=tuple(draw(_options(kind, english=english))),
        explanation_vi=draw(either),
        explanation_en=draw(either) if english else "",
        source_title=draw(either),
        source_url=draw(ADDRESSES),
        facts=tuple(draw(st.lists(SLUGS, max_size=3, unique=True))),
        valid_from=draw(DAYS),
        valid_to=draw(DAYS),
        asks_about=draw(DAYS),
        answers=tuple(draw(_answers(kind))),
        band=draw(st.sampled_from(["", "primary", "upper_secondary"])),
        group=draw(st.just("") | SLUGS),
        picture=draw(st.none() | pictures()),
    )


@st.composite
def _options(draw: st.DrawFn, kind: str, *, english: bool) -> list[OptionDraft]:
    if kind in {"number", "text"}:
        return []
    words = draw(st.lists(texts(), min_size=3, max_size=6, unique=True))
    rights = set(range(draw(st.integers(2, len(words) - 1)) if kind == "multiple" else kind == "single"))
    either = st.just("") | texts()
    found = []
    for place, word in enumerate(words):
        why = draw(either)
        match = draw(texts()) if kind == "matching" else ""
        found.append(
            OptionDraft(
                vi=word,
                en=draw(texts()) if english else "",
                right=place in rights,
                match_vi=match,
                match_en=draw(texts()) if english and match else "",
                why_vi=why,
                why_en=draw(either) if english and why else "",
            )
        )
    if kind == "matching" and draw(st.booleans()):
        found.append(OptionDraft("", "", match_vi=draw(texts()), match_en=draw(texts()) if english else ""))
    return draw(st.permutations(found)) if kind in {"single", "multiple"} else found


@st.composite
def _answers(draw: st.DrawFn, kind: str) -> list[str]:
    if kind == "number":
        numbers = draw(st.lists(NUMBERS, min_size=1, max_size=2))
        return sorted(numbers, key=Decimal)
    if kind != "text":
        return []
    words = draw(st.lists(texts().map(lambda word: word.lstrip("= ") or "ệ"), min_size=1, max_size=4))
    return [draw(st.sampled_from(["", "="])) + word for word in words]


def many(kinds: tuple[str, ...] = ALL_KINDS) -> st.SearchStrategy[list[ItemDraft]]:
    """A few items of different names."""
    return st.lists(drafts(kinds), max_size=3, unique_by=lambda draft: draft.slug)


def plain_numbers(answers: tuple[str, ...]) -> tuple[str, ...]:
    """Answers of a number item without needless zeros; an interval of one number is that number."""
    plain = [format(Decimal(answer).normalize() + 0, "f") for answer in answers]
    return tuple(dict.fromkeys(plain))
