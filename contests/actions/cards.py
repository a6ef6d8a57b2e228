"""Cards for everybody of a contest at once."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from backend.refusals import Refusal
from schools.actions.cards import PrintedCard, card_address, make_cards, sheet
from schools.models import User

#: Hashing PINs takes its time on purpose; nobody's answers wait behind more of them than these.
AT_ONCE = 40


def print_cards(
    *, pupils: Sequence[User], by: User, at: datetime, public_url: str, request_url: str, title: str
) -> bytes:
    """The PDF of new cards in the pupils' order. The address is checked first, so a refusal replaces nothing."""
    address = card_address(public_url=public_url, request_url=request_url)
    if not pupils:
        raise Refusal("no_pupils", _("Chưa có em nào để in thẻ."))
    cards: list[PrintedCard] = []
    for start in range(0, len(pupils), AT_ONCE):
        cards += make_cards(pupils=pupils[start : start + AT_ONCE], by=by, at=at)
    return sheet(cards, address=address, title=title)
