"""Items, bank folders and holds for tests."""

import hashlib
import json
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from quiz.actions.questions import load_drafts
from quiz.exchange.bank_folder import TopicDraft
from quiz.models import Picture, Question
from quiz.rules.draft import ItemDraft, OptionDraft

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
TOPICS = [
    TopicDraft("charter", "Hiến chương ASEAN", "The ASEAN Charter", "cross"),
    TopicDraft("economic", "Kinh tế", "Economy", "aec"),
    TopicDraft("ca_mau", "Cà Mau và ASEAN", "Cà Mau and ASEAN", "cross"),
]
SOUND = {
    "slug": "charter-001",
    "topic": "charter",
    "kind": "single",
    "pillar": "cross",
    "level": "recall",
    "band": "lower_secondary",
    "shelf": "kept",
    "stem_vi": "Hiến chương ASEAN có hiệu lực từ ngày nào?",
    "stem_en": "On which day did the ASEAN Charter enter into force?",
    "options": (
        OptionDraft("15/12/2008", "15 December 2008", right=True),
        OptionDraft("20/11/2007", "20 November 2007"),
        OptionDraft("8/8/1967", "8 August 1967"),
        OptionDraft("31/12/2015", "31 December 2015"),
    ),
    "explanation_vi": "Ngày thứ 30 sau khi văn kiện phê chuẩn thứ mười được nộp.",
    "explanation_en": "The 30th day after the tenth instrument of ratification.",
    "source_title": "ASEAN Charter",
    "source_url": "https://asean.org/charter",
    "facts": ("charter-force",),
    "valid_from": date(2008, 12, 15),
}
_numbers = count(1)


def make_draft(**changes: object) -> ItemDraft:
    """A sound single-choice item; `changes` replace fields."""
    return ItemDraft(**{**SOUND, **changes})  # type: ignore[arg-type]  # fields by name


def make_multiple(**changes: object) -> ItemDraft:
    """A sound item with two right options of four."""
    options = (
        OptionDraft("Thái Lan", "Thailand", right=True),
        OptionDraft("Singapore", "Singapore", right=True),
        OptionDraft("Lào", "Lao PDR"),
        OptionDraft("Myanmar", "Myanmar"),
    )
    return make_draft(**{"kind": "multiple", "options": options, **changes})


def make_question(**changes: object) -> Question:
    """A loaded, approved question (`slug` made up unless given)."""
    draft = make_draft(**{"slug": f"item-{next(_numbers):03}", **changes})
    load_drafts(drafts=[draft], topics=TOPICS, at=AT)
    return Question.objects.select_related("current", "topic").get(slug=draft.slug)


def make_questions(number: int, **changes: object) -> list[Question]:
    """Several that differ in their slug only."""
    return [make_question(**changes) for _unused in range(number)]


SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4H0z"/></svg>'


def six_kinds() -> list[Question]:
    """One question of each kind."""
    single = make_question(slug="k-single")
    load_drafts(drafts=[make_multiple(slug="k-multiple")], topics=TOPICS, at=AT)
    pairs = tuple(OptionDraft(f"Nước {n}", f"Country {n}", match_vi=f"Thủ đô {n}", match_en=f"City {n}") for n in "123")
    steps = tuple(OptionDraft(f"Bước {n}", f"Step {n}") for n in "123")
    others = [
        make_question(slug="k-matching", kind="matching", options=pairs),
        make_question(slug="k-ordering", kind="ordering", options=steps),
        make_question(slug="k-number", kind="number", options=(), answers=("1967",)),
        make_question(slug="k-text", kind="text", options=(), answers=("Bangkok",)),
    ]
    return [single, Question.objects.get(slug="k-multiple"), *others]


def make_picture(data: bytes = SQUARE) -> Picture:
    """A stored picture; made twice it is the same."""
    digest = hashlib.sha256(data).hexdigest()
    return Picture.objects.get_or_create(digest=digest, defaults={"media": "image/svg+xml", "data": data})[0]


def write_bank(folder: Path, *drafts: ItemDraft, facts: str = "", series: str = "series = []\n") -> Path:
    """A bank folder with these items; `facts` are CSV lines without the heading."""
    (folder / "topics").mkdir(parents=True, exist_ok=True)
    tables = [
        f'[[topic]]\ncode = "{t.code}"\nvi = "{t.name_vi}"\nen = "{t.name_en}"\npillar = "{t.pillar}"' for t in TOPICS
    ]
    (folder / "topics.toml").write_text("\n".join(tables), encoding="utf-8")
    heading = "id,value_vi,value_en,valid_from,valid_to,confidence\n"
    (folder / "facts").mkdir(exist_ok=True)
    (folder / "facts" / "all.csv").write_text(
        heading + (facts or "charter-force,a,b,2008-12-15,,high\n"), encoding="utf-8"
    )
    (folder / "series.toml").write_text(series, encoding="utf-8")
    for old in (folder / "topics").glob("*.toml"):
        old.unlink()
    for topic in sorted({draft.topic for draft in drafts}):
        text = bank_text(topic, [draft for draft in drafts if draft.topic == topic])
        (folder / "topics" / f"{topic}.toml").write_text(text, encoding="utf-8")
    return folder


def bank_text(topic: str, drafts: list[ItemDraft]) -> str:
    """A topic file as an engineer would write it."""
    return "\n".join([f"topic = {json.dumps(topic)}", *map(_table, drafts)])


def _table(draft: ItemDraft) -> str:
    lines = ["", "[[question]]", f"id = {_quoted(draft.slug)}"]
    words = (
        "kind",
        "pillar",
        "level",
        "band",
        "group",
        "shelf",
        "stem_vi",
        "stem_en",
        "explanation_vi",
        "explanation_en",
    )
    words += ("source_title", "source_url")
    lines += [f"{name} = {_quoted(getattr(draft, name))}" for name in words]
    days = ("valid_from", "valid_to", "asks_about")
    lines += [f'{name} = "{getattr(draft, name)}"' for name in days if getattr(draft, name)]
    lines.append(f"facts = [{', '.join(map(_quoted, draft.facts))}]")
    lines.append(f"options = [{', '.join(map(_option, draft.options))}]")
    lines.append(f"answers = [{', '.join(map(_quoted, draft.answers))}]")
    return "\n".join(lines)


def _option(option: OptionDraft) -> str:
    words = ("vi", "en", "match_vi", "match_en", "why_vi", "why_en")
    parts = [f"{name} = {_quoted(getattr(option, name))}" for name in words if getattr(option, name) or name == "vi"]
    return f"{{ {', '.join(parts)}{', right = true' if option.right else ''} }}"


def _quoted(text: str) -> str:
    # a JSON string is a TOML basic string, except that TOML wants DEL escaped too
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
