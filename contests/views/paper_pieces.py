"""The questions of a paper as a pupil's page shows them, put together from pieces that are rendered once.

Everybody has the same questions in an order of their own, and options in an order of their own, so each question is
rendered once with marks where its number and its options go, whoever asks, and kept. A piece is made from the question
alone: nothing of a person can stand in it.
"""

import re
from dataclasses import replace
from functools import lru_cache
from typing import cast

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from contests.models import Paper
from contests.queries import paper as papers
from quiz.queries import ShownItem, ShownOption

#: Marks: no text of ours holds a letter for private use.
_NUMBER = "\ue000number\ue000"
_MARK = re.compile("\ue000(\\w+)\ue000")


def pieces(paper: Paper, *, seed: str, shuffle: bool, language: str) -> list[SafeString]:
    """Each question's HTML in the order of one attempt."""
    shown = papers.items_shown(paper, seed=seed, shuffle=shuffle, language=language)
    return [_numbered(item, len(shown), language) for item in shown]


def _numbered(item: ShownItem, of: int, language: str) -> SafeString:
    matching = item.kind == "matching"
    options = [*item.rows, *item.places] if matching else item.options
    kept = 1 if matching else 0  # a letter of the code: by it partners are told from prompts
    own = {"number": str(item.number)}
    marked = []
    for place, option in enumerate(options):
        own[f"code{place}"], own[f"text{place}"] = escape(option.code[kept:]), escape(option.text)
        marked.append(ShownOption(f"{option.code[:kept]}\ue000code{place}\ue000", f"\ue000text{place}\ue000"))
    nameless = replace(item, number=cast("int", _NUMBER), options=tuple(marked))
    piece = _piece(nameless, of, language, first=item.number == 1)
    return mark_safe(_MARK.sub(lambda mark: own[mark[1]], piece))  # noqa: S308 - a rendered template and escaped texts


@lru_cache(maxsize=4_096)
def _piece(item: ShownItem, of: int, language: str, *, first: bool) -> str:
    return render_to_string("contests/_paper_item.html", {"item": item, "of": of, "first": first})
