"""QTI 3.0 content packages (https://www.imsglobal.org/spec/qti/v3p0/impl).

What the package carries and how stands in `quiz.exchange.qti`, whose reader takes both versions.
"""

from collections.abc import Sequence

from quiz.exchange.qti import read
from quiz.exchange.qti.names import THREE
from quiz.exchange.qti.pack import packed
from quiz.exchange.reading import Written
from quiz.rules.draft import ItemDraft


def write(drafts: Sequence[ItemDraft], *, language: str = "vi") -> Written:
    """The items in both languages, whatever `language` says; notes as in `qti.write`."""
    return packed(drafts, THREE)


__all__ = ["read", "write"]
