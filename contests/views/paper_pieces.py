"""The questions of a paper as a pupil's page shows them, put together from pieces that are rendered once.

Everybody has the same questions in an order of their own, so each is rendered once for each order of its options and
kept, whoever asks. A piece is made from the question alone: nothing of a person can stand in it.
"""

from dataclasses import replace
from functools import lru_cache
from typing import cast

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from contests.models import Paper
from contests.queries import paper as papers
from quiz.queries import ShownItem

#: Stands for the question's number, which is everybody's own: no text holds a letter for private use.
_NUMBER = "\ue000number\ue000"


def pieces(paper: Paper, *, seed: str, shuffle: bool, language: str) -> list[SafeString]:
    """Each question's HTML in the order of one attempt."""
    shown = papers.items_shown(paper, seed=seed, shuffle=shuffle, language=language)
    return [_numbered(item, len(shown), language) for item in shown]


def _numbered(item: ShownItem, of: int, language: str) -> SafeString:
    nameless = replace(item, number=cast("int", _NUMBER))
    piece = _piece(nameless, of, language, first=item.number == 1)
    return mark_safe(piece.replace(_NUMBER, str(item.number)))  # noqa: S308 - a rendered template and a number


@lru_cache(maxsize=4_096)
def _piece(item: ShownItem, of: int, language: str, *, first: bool) -> str:
    return render_to_string("contests/_paper_item.html", {"item": item, "of": of, "first": first})
