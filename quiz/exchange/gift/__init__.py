"""GIFT, the text format of Moodle (https://docs.moodle.org/en/GIFT_format).

It carries every kind but ordering, both languages as multilang spans in `[html]` texts, the explanation and its source
as general feedback, remarks as feedback of answers, and our marks as `// [id:…] [tag:…]` comments above a question, as
Moodle itself writes them. It has no room for pictures, for remarks in matching items, nor for an accepted spelling
with "->" in it. Numbers come back without needless zeros.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quiz.exchange import marks
from quiz.exchange.credit import QuestionRefused
from quiz.exchange.found import Found, Gathering, no_files
from quiz.exchange.gift.answers import formed, read_answers
from quiz.exchange.gift.blocks import Block, blocks_of, shown
from quiz.exchange.moodle_xml.html import explanation_html, stem_html, text_html
from quiz.exchange.plain import printable, text_of
from quiz.exchange.reading import Reading, Written, tidy
from quiz.exchange.writable import obstacle, share
from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.kinds.base import OptionDraft
from quiz.rules.kinds.text import spelling

BLANK = "_____"
_CONTROL = str.maketrans({sign: f"\\{sign}" for sign in "~=#{}:\\"})


def read(data: bytes, name: str = "") -> Reading:
    """Drafts of the questions; places are lines, "L12", where a question begins.

    Problems: kind_not_carried (essay, description), braces_unbalanced, no_key, weight_bad, weights_sum, number_bad,
    tolerance_bad, range_reversed, ranges_several, match_bad, answer_unmarked, options_too_many, stem_missing,
    text_too_long, slug_twice. Notes: weight_not_kept, wildcard_not_kept, kind_changed_to, feedback_dropped,
    markup_dropped, picture_dropped, picture_refused, tags_dropped, category_not_kept.
    Raises `FileRefused`: empty_file, too_large, not_text, too_many_items.
    """
    gathering = Gathering()
    categories: set[str] = set()
    for block in blocks_of(text_of(data)):
        found = Found(f"L{block.line}", [block.identity], tags=block.tags)
        gathering.take(found, lambda found, block=block: _fill(found, block, categories))  # type: ignore[misc]
    return gathering.reading


def _fill(found: Found, block: Block, categories: set[str]) -> None:
    text = block.text.strip()
    if text.startswith("::") and (end := text.find("::", 2)) > 0:
        found.names.append(tidy(shown(text[2:end])))
        text = text[end + 2 :]
    if text.count("{") != 1 or text.count("}") != 1 or text.index("{") > text.index("}"):
        raise QuestionRefused(
            *(("braces_unbalanced",) if set("{}") & set(text) else ("kind_not_carried", "description"))
        )
    head, inner = text.split("{")
    inner, tail = inner.split("}")
    stem, form = formed(f"{head.rstrip()} {BLANK}{tail.rstrip()}" if tail.strip() else head, "moodle")
    found.take_stem(stem, form, no_files)
    read_answers(found, inner, form)
    if block.category and block.category not in categories and not any(tag.startswith("topic:") for tag in block.tags):
        categories.add(block.category)
        found.note("category_not_kept", block.category)


def write(drafts: Sequence[ItemDraft], *, language: str = "vi") -> Written:
    """The items in both languages, whatever `language` says, in categories by topic.

    Notes: kind_not_carried (ordering), no_key, stem_missing, answer_not_carried, options_too_many; fields_not_carried
    for what an item loses.
    """
    texts: list[str] = []
    notes: list[Problem] = []
    topic = ""
    for draft in (_carried(draft, notes) for draft in drafts):
        problem = obstacle(draft, lost=("ordering",))
        if problem:
            notes.append(problem)
            continue
        if draft.topic != topic:
            topic = draft.topic
            texts.append(f"$CATEGORY: $course$/top/ASEAN/{topic}\n" if topic else "$CATEGORY: $course$/top/ASEAN\n")
        texts.append(_written(draft))
        notes += marks.left_behind(draft, ["picture", *(["remarks"] if draft.kind == "matching" else [])])
    return Written("\n".join(texts).encode(), tuple(notes))


def _carried(draft: ItemDraft, notes: list[Problem]) -> ItemDraft:
    """The item without the accepted spellings that GIFT would take for pairs."""
    pairs = [answer for answer in draft.answers if draft.kind == "text" and "->" in answer]
    notes += [Problem(draft.slug, "answer_not_carried", (answer[:80],)) for answer in pairs]
    return replace(draft, answers=tuple(answer for answer in draft.answers if answer not in pairs)) if pairs else draft


def _written(draft: ItemDraft) -> str:
    tags = [f"[tag:{_bracketed(marks.written(mark))}]" for mark in marks.short_marks(draft)]
    explanation = explanation_html(draft)
    return "\n".join(
        [
            " ".join([f"// [id:{_bracketed(draft.slug)}]", *tags]),
            f"::{_escaped(draft.slug)}::[html]{_escaped(stem_html(draft))}{{{_answers(draft)}",
            *([f"\t####{_text(explanation)}"] if explanation else []),
            "}\n",
        ]
    )


def _bracketed(text: str) -> str:
    return printable(text).replace("]", "\\]")


def _answers(draft: ItemDraft) -> str:
    if draft.kind == "number":
        return f"#{'..'.join(draft.answers)}"
    return "".join(f"\n\t{line}" for line in _lines(draft))


def _lines(draft: ItemDraft) -> Iterator[str]:
    if draft.kind == "text":
        for answer in draft.answers:
            # the share in front keeps a "%" of the answer from being read as one
            yield f"=%100%{_escaped(printable(spelling(answer).replace('*', chr(92) + '*')))}"
    elif draft.kind == "matching":
        for option in draft.options:
            prompt = _text(text_html(draft, option.vi, option.en))
            yield f"={prompt} -> {_text(text_html(draft, option.match_vi, option.match_en))}"
    else:
        earned = share([option.right for option in draft.options].count(True))
        for option in draft.options:
            yield _option(draft, option, earned)


def _option(draft: ItemDraft, option: OptionDraft, earned: str) -> str:
    """A wrong tick takes back what a right one gave, as it does here."""
    mark = "=" if option.right else "~"
    if draft.kind == "multiple":
        mark = f"~%{earned if option.right else '-' + earned}%"
    why = _text(text_html(draft, option.why_vi, option.why_en))
    return f"{mark}{_text(text_html(draft, option.vi, option.en))}{'#' + why if why else ''}"


def _text(html_text: str) -> str:
    """HTML in GIFT, its first letter kept from being read as a share or a format."""
    if html_text[:1] in {"%", "["}:
        html_text = f"&#{ord(html_text[0])};{html_text[1:]}"
    return _escaped(html_text)


def _escaped(text: str) -> str:
    return printable(text).translate(_CONTROL)
