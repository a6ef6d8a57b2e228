"""One topic of the bank as TOML: `topic = "charter"`, then `[[question]]` tables.

    [[question]]
    id = "charter-001"            kind = "single" | "multiple" | "matching" | "ordering" | "number" | "text"
    pillar = "cross" | "apsc" | "aec" | "ascc"                      shelf = "open" | "kept"
    level = "recall" | "understand" | "apply" | "analyse"
    band = "primary" | "lower_secondary" | "upper_secondary" | "student" | "teacher"   the youngest it is fair for
    group = "charter-in-force"    optional: items of one group answer each other, a paper takes one of them
    facts = ["fact-id", …]        ids of `facts/*.csv`
    valid_from, valid_to = "YYYY-MM-DD"     optional, both days included, left out = no end on that side
    asks_about = "YYYY-MM-DD"     optional, the day that the stem itself names
    stem_vi, stem_en, explanation_vi, explanation_en, source_title, source_url
    options = [{vi = "…", en = "…", right = true}, {vi = "…", en = "…", why_vi = "…", why_en = "…"}, …]
        matching: {vi, en, match_vi, match_en}, a partner too many without vi and en; ordering: in the right order
    answers = ["1967"]            number: one, or lowest and highest accepted; text: every accepted spelling
    picture = "map-01.svg"        optional, a file of `pictures/` listed in `pictures.toml`, with alt_vi and alt_en

Whatever can be read becomes a draft, so that the rules can say more about it; what cannot becomes a problem.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from quiz.exchange.reading import LONGEST_SLUG, SLUG, Reading, tidy
from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft, Problem

WORDS = (
    "kind", "pillar", "level", "shelf", "stem_vi", "stem_en", "explanation_vi", "explanation_en",
    "source_title", "source_url", "band", "group",
)  # fmt: skip
DAYS = ("valid_from", "valid_to", "asks_about")
PICTURE = ("picture", "alt_vi", "alt_en")
FIELDS = {"id", "facts", "options", "answers", *WORDS, *DAYS, *PICTURE}
OPTION_TEXTS = ("vi", "en", "match_vi", "match_en", "why_vi", "why_en")
OPTION_FIELDS = {"right", *OPTION_TEXTS}
Pictures = Mapping[str, tuple[bytes, str]]


def read(raw: bytes, name: str, pictures: Pictures | None = None) -> Reading:
    """Drafts and problems of one file; `name` stands in problems that concern the file as a whole.

    `pictures` gives the bytes and the credit of each picture file that items may name.
    """
    reading = Reading()
    try:
        tables = tomllib.loads(raw.decode("utf-8"))
    except ValueError as error:  # bad UTF-8 and bad TOML alike
        reading.problems.append(Problem(name, "not_toml", (str(error),)))
        return reading
    topic, questions = tables.get("topic"), tables.get("question", [])
    if not isinstance(topic, str) or not isinstance(questions, list):
        reading.problems.append(Problem(name, "not_a_bank_file"))
        return reading
    reading.problems += [Problem(name, "field_unknown", (key,)) for key in tables if key not in {"topic", "question"}]
    for number, table in enumerate(questions, start=1):
        draft = _draft(table, topic, f"{name} #{number}", pictures or {}, reading.problems)
        if draft:
            reading.drafts.append(draft)
    return reading


def _draft(table: object, topic: str, place: str, pictures: Pictures, problems: list[Problem]) -> ItemDraft | None:
    if not isinstance(table, dict):
        problems.append(Problem(place, "field_bad", ("question",)))
        return None
    slug = table.get("id")
    if not isinstance(slug, str) or len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        problems.append(Problem(place, "id_bad", (str(slug or ""),)))
        return None
    problems += [Problem(slug, "field_unknown", (key,)) for key in table if key not in FIELDS]
    words = {name: _word(table, name, slug, problems) for name in WORDS}
    spans = {name: _day(table, name, slug, problems) for name in DAYS}
    # the names of WORDS and DAYS are fields of the draft
    fields: dict[str, Any] = {**words, **spans}
    return ItemDraft(
        slug=slug,
        topic=topic,
        facts=tuple(dict.fromkeys(_list(table, "facts", slug, problems))),
        options=_options(table, slug, problems),
        answers=tuple(tidy(answer) for answer in _list(table, "answers", slug, problems)),
        picture=_picture(table, slug, pictures, problems),
        **fields,
    )


def _word(table: Mapping[str, object], name: str, slug: str, problems: list[Problem]) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        problems.append(Problem(slug, "field_bad", (name,)))
        return ""
    return tidy(value)


def _day(table: Mapping[str, object], name: str, slug: str, problems: list[Problem]) -> date | None:
    value = table.get(name, "")
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if value == "":
        return None
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-11-22") else _no_day()
    except ValueError:
        problems.append(Problem(slug, "day_bad", (name, str(value))))
        return None


def _no_day() -> date:
    raise ValueError


def _list(table: Mapping[str, object], name: str, slug: str, problems: list[Problem]) -> list[str]:
    value = table.get(name, [])
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return value
    problems.append(Problem(slug, "field_bad", (name,)))
    return []


def _picture(
    table: Mapping[str, object], slug: str, pictures: Pictures, problems: list[Problem]
) -> PictureDraft | None:
    name, alt_vi, alt_en = (_word(table, field, slug, problems) for field in PICTURE)
    if not name:
        return None
    if name not in pictures:
        problems.append(Problem(slug, "picture_unknown", (name,)))
    data, credit = pictures.get(name, (b"", ""))
    return PictureDraft(name, data, alt_vi, alt_en, credit)


def _options(table: Mapping[str, object], slug: str, problems: list[Problem]) -> tuple[OptionDraft, ...]:
    value = table.get("options", [])
    if not isinstance(value, list):
        problems.append(Problem(slug, "field_bad", ("options",)))
        return ()
    found = []
    for option in value:
        if not _is_option(option):
            problems.append(Problem(slug, "field_bad", ("options",)))
            continue
        texts = {name: tidy(option.get(name, "")) for name in OPTION_TEXTS}
        found.append(OptionDraft(**texts, right=option.get("right", False)))
    return tuple(found)


def _is_option(option: object) -> bool:
    return (
        isinstance(option, dict)
        and set(option) <= OPTION_FIELDS
        and bool({"vi", "match_vi"} & set(option))
        and all(isinstance(option.get(name, ""), str) for name in OPTION_TEXTS)
        and isinstance(option.get("right", False), bool)
    )
