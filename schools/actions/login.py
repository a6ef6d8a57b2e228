"""Pupils come in by their card: the QR's secret, public code and PIN, or class, name and PIN in an opened room."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from backend.refusals import Refusal
from schools.actions import trail
from schools.models import LoginCard, Role, User
from schools.queries.pages import CARD_TRIES, CARD_WINDOW
from schools.rules import codes
from schools.rules.hashing import pin_matches, spend_a_pin_check, stored_secret

TRIES = CARD_TRIES
WINDOW = CARD_WINDOW


@transaction.atomic
def login_by_secret(*, secret: str, at: datetime) -> User:
    """The pupil whose card carries this QR. It opens a card again that wrong PINs have closed."""
    card = _cards().filter(secret_hash=stored_secret(secret[:200])).first()
    if card is None or not _may_enter(card.user):
        raise Refusal(
            "card_replaced",
            _("Thẻ này không còn dùng được, có thể thầy cô đã in thẻ mới. Em hỏi thầy cô lấy thẻ mới nhé."),
            status=401,
        )
    if card.failures:  # most cards have none: nothing is written then
        _reopen(card)
    trail.record(at=at, actor=card.user, act="login_qr", subject=card.code, school=card.user.school)
    return card.user


def login_by_code_and_pin(*, code: str, pin: str, at: datetime) -> User:
    """The pupil of a typed code and PIN; at most ten tries a card in ten minutes are judged."""
    typed = codes.typed_code(code)
    return _judge(LoginCard.objects.filter(code=typed), pin, at, act="login_pin")


def login_in_room(*, class_id: int, pupil_id: int, pin: str, at: datetime) -> User:
    """A pupil of the class for which a teacher has opened this device, by PIN."""
    cards = LoginCard.objects.filter(user_id=pupil_id, user__enrolments__school_class_id=class_id)
    return _judge(cards, pin, at, act="login_room")


def _judge(cards: QuerySet[LoginCard], pin: str, at: datetime, *, act: str) -> User:
    """Counts the try before it looks, so that a hundred at once are still ten judged ones.

    Not one transaction on purpose: the count must stand when the try is refused.
    """
    card = _cards().filter(pk__in=cards.values("pk")).first()
    if card is None:
        spend_a_pin_check()  # a code that does not exist takes as long as a wrong PIN
        raise _wrong()
    if not _counted(card, at):
        raise Refusal(
            "card_closed",
            _("Thẻ này đã nhập sai nhiều lần. Em quét mã QR trên thẻ, nhờ thầy cô mở lại, hoặc chờ 10 phút."),
            status=429,
        )
    if not pin_matches(codes.typed_pin(pin), card.pin_hash) or not _may_enter(card.user):
        raise _wrong()
    _reopen(card)
    trail.record(at=at, actor=card.user, act=act, subject=card.code, school=card.user.school)
    return card.user


def _counted(card: LoginCard, at: datetime) -> bool:
    """Takes one of the card's tries by a conditional UPDATE; False when none is left."""
    over = Q(window_started_at__isnull=True) | Q(window_started_at__lte=at - WINDOW)
    mine = LoginCard.objects.filter(pk=card.pk)
    if mine.filter(over).update(failures=1, window_started_at=at):
        return True
    return bool(mine.filter(failures__lt=TRIES).update(failures=F("failures") + 1))


def _reopen(card: LoginCard) -> None:
    LoginCard.objects.filter(pk=card.pk).update(failures=0, window_started_at=None)


def _cards() -> QuerySet[LoginCard]:
    return LoginCard.objects.select_related("user__school")


def _may_enter(user: User) -> bool:
    return user.is_active and user.role == Role.PUPIL


def _wrong() -> Refusal:
    return Refusal("wrong_code_or_pin", _("Mã thẻ hoặc PIN chưa đúng. Em nhìn lại thẻ và nhập lần nữa."), status=401)
