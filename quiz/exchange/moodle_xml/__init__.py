"""Moodle XML (https://docs.moodle.org/en/Moodle_XML_format): a `<quiz>` of `<question type="…">`.

It carries all six kinds (ordering as the type "ordering", which newer Moodles have in their core), both languages as
multilang spans, the picture in base64, remarks as feedback of answers, explanation and source as general feedback, the
slug as idnumber and our other marks as tags. It has no room for remarks in matching items. Numbers come back without
needless zeros; an alternative text given in one language only comes back for both if the item has no English.
"""

import io
import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DTDForbidden, ElementTree
from defusedxml.common import DefusedXmlException

from quiz.exchange import marks
from quiz.exchange.found import MAX_QUESTIONS, Found, Gathering
from quiz.exchange.moodle_xml.reading import fill, text_in
from quiz.exchange.moodle_xml.writing import written
from quiz.exchange.plain import text_of
from quiz.exchange.reading import FileRefused, Reading, Written
from quiz.exchange.writable import obstacle
from quiz.rules.draft import ItemDraft, Problem

MAX_DEPTH = 40
MAX_ELEMENTS = 1_000_000  # a hundred for each of ten thousand questions
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def read(data: bytes, name: str = "") -> Reading:
    """Drafts of the questions; places are their numbers in the file, "#3" (categories are not counted).

    Problems: kind_not_carried (cloze, essay, description, ddwtos …), no_key, weight_bad, weights_sum, number_bad,
    tolerance_bad, ranges_several, match_bad, options_too_many, stem_missing, text_too_long, slug_twice. Notes:
    weight_not_kept, wildcard_not_kept, kind_changed_to, case_not_kept, feedback_dropped, hint_dropped, units_dropped,
    markup_dropped, picture_dropped, picture_refused, tags_dropped, category_not_kept. What a question says of its
    layout, marks and penalties, and its feedback for right, half right and wrong papers as a whole, is passed over.
    Raises `FileRefused`: empty_file, too_large, not_text, has_dtd, broken_file, too_deep, not_moodle_xml,
    too_many_items.
    """
    gathering = Gathering()
    category = ""
    noted: set[str] = set()
    number = 0
    for question in _questions(text_of(data)):
        if question.get("type", "").strip().lower() == "category":
            category = text_in(question, "category/text").strip()
            continue
        number += 1
        if number > MAX_QUESTIONS:
            raise FileRefused("too_many_items")
        found = Found(f"#{number}")
        gathering.take(found, lambda found, question=question: fill(found, question))  # type: ignore[misc]
        if category and category not in noted and not any(tag.startswith("topic:") for tag in found.tags):
            noted.add(category)
            gathering.reading.notes.append(Problem(found.place, "category_not_kept", (category[:120],)))
    return gathering.reading


def _questions(text: str) -> Iterator[Element]:
    """Each question as soon as it is read; nothing else is kept in memory."""
    # the text is decoded already, whatever the file says of itself
    source = io.BytesIO(_DECLARATION.sub("", text, count=1).strip().encode())
    path: list[Element] = []
    seen = 0
    try:
        for event, element in ElementTree.iterparse(source, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                seen += 1
                _check(path, element, seen)
                path.append(element)
                continue
            path.pop()
            if len(path) == 1:
                if element.tag == "question":
                    yield element
                path[0].clear()
    except DTDForbidden:
        raise FileRefused("has_dtd") from None
    except DefusedXmlException:
        raise FileRefused("broken_file") from None
    except ParseError as error:
        raise FileRefused("broken_file", f"L{error.position[0]}") from None


def _check(path: list[Element], element: Element, seen: int) -> None:
    if not path and element.tag != "quiz":
        raise FileRefused("not_moodle_xml")
    if len(path) > MAX_DEPTH:
        raise FileRefused("too_deep")
    if seen > MAX_ELEMENTS:
        raise FileRefused("too_many_items")


def write(drafts: Sequence[ItemDraft], *, language: str = "vi") -> Written:
    """The items in both languages, whatever `language` says, in categories by topic.

    Notes: no_key, stem_missing, options_too_many, kind_not_carried (a kind that nobody knows); fields_not_carried for
    remarks in a matching item.
    """
    pieces: list[str] = []
    notes: list[Problem] = []
    topic = None
    for draft in drafts:
        problem = obstacle(draft)
        if problem:
            notes.append(problem)
            continue
        pieces.append(written(draft, category=draft.topic if draft.topic != topic else None))
        topic = draft.topic
        notes += marks.left_behind(draft, ["remarks"]) if draft.kind in {"matching", "number", "text"} else []
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>\n<quiz>', *pieces, "</quiz>\n"])
    return Written(text.encode(), tuple(notes))
