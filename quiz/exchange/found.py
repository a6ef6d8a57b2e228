"""A question as a file from elsewhere states it, on its way to becoming a draft."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from quiz.exchange import marks
from quiz.exchange.credit import QuestionRefused
from quiz.exchange.markup import Image, Markup, Words, read_markup
from quiz.exchange.pictures import PictureRefused, in_data_url, picture_of
from quiz.exchange.reading import LONGEST_SLUG, SLUG, FileRefused, Reading, slug_for, tidy
from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft, Problem
from quiz.rules.kinds.text import EXACT

MAX_QUESTIONS = 10_000
MAX_OPTIONS = 100
LONGEST_TEXT = 20_000
LONGEST_RAW = 4_000_000  # with a picture of full size in its address
MAX_PICTURES = 20
LONGEST_SHOWN = 120

# a picture's address in the file to its bytes; None if there is none, `PictureRefused` if it cannot be had
Files = Callable[[str], bytes | None]


NOTHING = Words()


@dataclass
class FoundOption:
    words: Words = NOTHING
    right: bool = False
    match: Words = NOTHING
    why: Words = NOTHING


@dataclass
class Found:
    """`place` says where it stands in the file; `names` are its candidates for a slug, the best first."""

    place: str
    names: list[str] = field(default_factory=list)
    kind: str = ""
    stem: Words = NOTHING
    options: list[FoundOption] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    explanation: Words = NOTHING
    tags: list[str] = field(default_factory=list)
    picture: PictureDraft | None = None
    notes: list[Problem] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    kept: dict[str, str] = field(default_factory=dict)

    def note(self, code: str, *values: str) -> None:
        problem = Problem(self.place, code, tuple(value[:LONGEST_SHOWN] for value in values))
        if problem not in self.notes[-MAX_OPTIONS:]:
            self.notes.append(problem)

    def words(self, text: str, form: str) -> Words:
        """The words of one text; what it loses on the way is noted, pictures in it as well."""
        return self._markup(text, form, pictures=False).words

    def take_stem(self, text: str, form: str, files: Files) -> None:
        """Stem and the first picture in it that can be kept."""
        markup = self._markup(text, form, pictures=True)
        self.stem = markup.words
        self._take_picture(markup.images, files)

    def take_explanation(self, text: str, form: str) -> None:
        self.explanation = self.words(text, form)

    def _markup(self, text: str, form: str, *, pictures: bool) -> Markup:
        if len(text) > LONGEST_RAW:
            raise QuestionRefused("text_too_long")
        markup = read_markup(text, form)
        if max(len(markup.words.vi), len(markup.words.en)) > LONGEST_TEXT:
            raise QuestionRefused("text_too_long")
        self.dropped |= markup.dropped
        for name, piece in markup.kept.items():
            self.kept.setdefault(name, piece)
        for name, address in markup.links.items():
            self.kept.setdefault(f"{name} address", address)
        if not pictures:
            for image in markup.images[:MAX_PICTURES]:
                self.note("picture_dropped", _shown(image))
        return markup

    def _take_picture(self, images: Sequence[Image], files: Files) -> None:
        """The alternative text of the language in which the same picture stands, or of all."""
        alts: dict[str, dict[str, str]] = {}
        for image in images[:MAX_PICTURES]:
            alts.setdefault(image.address, {}).setdefault(image.language, image.alt)
        for address, alt in alts.items():
            if self.picture:
                self.note("picture_dropped", _shown_address(address))
                continue
            try:
                self._keep_picture(address, alt, files)
            except PictureRefused as refused:
                self.note("picture_refused", _shown_address(address), refused.reason)

    def _keep_picture(self, address: str, alt: Mapping[str, str], files: Files) -> None:
        data = in_data_url(address)
        if data is None:
            data = files(address)
        if data is None:
            raise PictureRefused("not_in_file")
        alt_vi, alt_en = (alt.get(language, alt.get("", "")) for language in ("vi", "en"))
        name = unquote(address.rpartition("/")[2]) if not address.startswith("data:") else ""
        self.picture = picture_of(name, data, alt_vi, alt_en, self.kept.get("quiz-credit", "")[:200])


def no_files(_address: str) -> bytes | None:
    """For formats that hold no files."""
    return None


def _shown(image: Image) -> str:
    return _shown_address(image.address)


def _shown_address(address: str) -> str:
    return "data:" if address.startswith("data:") else address[-60:]


class Gathering:
    """Collects what a file yields: drafts, problems, notes; no slug twice."""

    def __init__(self) -> None:
        self.reading = Reading()
        self._slugs: set[str] = set()
        self._count = 0

    def take(self, found: Found, fill: Callable[[Found], None]) -> None:
        """Lets `fill` read the question and keeps what came of it."""
        self._count += 1
        if self._count > MAX_QUESTIONS:
            raise FileRefused("too_many_items")
        try:
            fill(found)
            draft = _draft(found)
        except QuestionRefused as refused:
            self.problem(found.place, refused.code, *refused.values)
            return
        if draft.slug in self._slugs:
            self.problem(found.place, "slug_twice", draft.slug)
            return
        self._slugs.add(draft.slug)
        self.reading.drafts.append(draft)
        self.reading.notes += found.notes

    def problem(self, place: str, code: str, *values: str) -> None:
        self.reading.problems.append(Problem(place, code, values))


def _draft(found: Found) -> ItemDraft:
    if not (found.stem.vi or found.stem.en):
        raise QuestionRefused("stem_missing")
    if len(found.options) > MAX_OPTIONS or len(found.answers) > MAX_OPTIONS:
        raise QuestionRefused("options_too_many")
    bilingual = any(words.en and not words.common for words in (found.stem, found.explanation))
    kept = _kept_marks(found)
    if found.dropped:
        found.note("markup_dropped", ", ".join(sorted(found.dropped)))
    options = tuple(_option(option, bilingual=bilingual) for option in found.options)
    exact = kept.exact if found.kind == "text" else set()
    answers = tuple(EXACT + answer if n in exact else answer for n, answer in enumerate(found.answers, 1))
    (stem_vi, stem_en), (explanation_vi, explanation_en) = (
        words.resolved(bilingual=bilingual) for words in (found.stem, found.explanation)
    )
    fields: dict[str, Any] = {
        **dict.fromkeys(("topic", "pillar", "level", "shelf", "source_title", "source_url"), ""),
        **kept.fields,
    }
    return ItemDraft(
        slug=_slug(found, [stem_vi or stem_en, *_texts(options), *answers]),
        kind=found.kind,
        stem_vi=stem_vi,
        stem_en=stem_en,
        options=options,
        explanation_vi=explanation_vi,
        explanation_en=explanation_en,
        answers=answers,
        picture=found.picture,
        **fields,
    )


def _option(option: FoundOption, *, bilingual: bool) -> OptionDraft:
    (vi, en), (match_vi, match_en), (why_vi, why_en) = (
        words.resolved(bilingual=bilingual) for words in (option.words, option.match, option.why)
    )
    return OptionDraft(vi, en, option.right, match_vi, match_en, why_vi, why_en)


def _texts(options: Iterable[OptionDraft]) -> list[str]:
    return [text for option in options for text in (option.vi or option.en, option.match_vi or option.match_en) if text]


def _slug(found: Found, texts: list[str]) -> str:
    ours = [name for name in found.names if len(name) <= LONGEST_SLUG and SLUG.fullmatch(name)]
    return slug_for(ours[0] if ours else "", texts)


def _kept_marks(found: Found) -> marks.Marks:
    source = {"source_title": found.kept.get("quiz-source"), "source_url": found.kept.get("quiz-source address")}
    kept = marks.taken([*found.tags, *(f"{name}:{value}" for name, value in source.items() if value)])
    if kept.unknown:
        found.note("tags_dropped", ", ".join(tidy(tag)[:40] for tag in kept.unknown[:10]))
    return kept
