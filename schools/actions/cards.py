"""Login cards. Secrets are made when a sheet is printed and kept only as hashes; printing again replaces them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backend import clock
from backend.refusals import Refusal
from schools.actions import trail
from schools.exchange import login_cards
from schools.models import LoginCard, School, User
from schools.queries.namesakes import apart, with_classmates
from schools.rules import addresses, codes
from schools.rules.hashing import stored_pin, stored_secret
from schools.rules.namesakes import BIRTHDAY


@dataclass(frozen=True)
class PrintedCard:
    """A card's secrets in clear. Exists only between making and printing."""

    user_id: int
    name: str
    class_name: str
    apart: str
    school: str
    code: str
    pin: str
    secret: str
    is_demo: bool


def card_address(*, public_url: str, request_url: str) -> str:
    """The address for QR codes; refuses one that only this machine can reach."""
    address = (public_url or request_url).rstrip("/")
    if not public_url and addresses.is_loopback(address):
        raise Refusal(
            "no_public_address",
            _(
                "Chưa in thẻ: trang này đang mở ở địa chỉ chỉ riêng máy này vào được. "
                "Hãy đặt PUBLIC_URL, hoặc mở trang bằng địa chỉ trong mạng của trường rồi in lại."
            ),
            status=409,
        )
    return address


@transaction.atomic
def make_cards(*, pupils: Iterable[User], by: User | None, at: datetime) -> list[PrintedCard]:
    """New secrets for these pupils, in their order; older cards and open sessions stop working."""
    people = list(pupils)
    ids = [pupil.pk for pupil in people]
    places = with_classmates(ids, clock.day_of(at))
    # whole classes are looked at: a namesake may have been printed before; a card that is lost tells no year of birth
    told_apart = apart(((row.pupil, row) for row in places.values()), day=BIRTHDAY)
    schools = School.objects.in_bulk({pupil.school_id for pupil in people if pupil.school_id})
    kept = dict(LoginCard.objects.filter(user_id__in=ids).values_list("user_id", "code"))
    fresh = _fresh_codes(len(people) - len(kept))
    printed, rows = [], []
    for pupil in people:
        pin, secret, code = codes.pin(), codes.card_secret(), kept.get(pupil.pk) or fresh.pop()
        place, school = places.get(pupil.pk), schools.get(pupil.school_id or 0)
        printed.append(
            PrintedCard(
                user_id=pupil.pk,
                name=pupil.full_name,
                class_name=place.school_class.name if place else "",
                apart=told_apart.get(pupil.pk, ""),
                school=school.name if school else "",
                code=code,
                pin=pin,
                secret=secret,
                is_demo=pupil.is_demo,
            )
        )
        rows.append(
            LoginCard(
                user=pupil,
                code=code,
                pin_hash=stored_pin(pin),
                secret_hash=stored_secret(secret),
                printed_at=at,
                printed_by=by,
            )
        )
    _store(rows, replaced=set(kept))
    for school in schools.values():
        count = sum(1 for pupil in people if pupil.school_id == school.pk)
        trail.record(at=at, actor=by, act="cards_printed", subject=school.code, school=school, note=f"{count} cards")
    return printed


def _store(rows: list[LoginCard], replaced: set[int]) -> None:
    columns = ["pin_hash", "secret_hash", "printed_at", "printed_by", "failures", "window_started_at"]
    LoginCard.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["user"], update_fields=columns
    )
    User.objects.filter(pk__in=replaced).update(session_version=F("session_version") + 1)


def _fresh_codes(count: int) -> list[str]:
    wanted: set[str] = set()
    while len(wanted) < count:
        wanted |= {codes.card_code() for _number in range(count - len(wanted))}
        wanted -= set(LoginCard.objects.filter(code__in=wanted).values_list("code", flat=True))
    return list(wanted)


def print_sheet(
    *, pupils: Iterable[User], by: User, at: datetime, public_url: str, request_url: str, title: str
) -> bytes:
    """The PDF of new cards. The address is checked first, so a refusal replaces nothing."""
    address = card_address(public_url=public_url, request_url=request_url)
    people = list(pupils)
    if not people:
        raise Refusal("no_pupils", _("Lớp này chưa có học sinh nào để in thẻ."), status=409)
    return sheet(make_cards(pupils=people, by=by, at=at), address=address, title=title)


def sheet(cards: list[PrintedCard], *, address: str, title: str) -> bytes:
    """The PDF of cards just made, ten to a page."""
    words = login_cards.SheetWords(
        title=title,
        class_label=gettext("Lớp"),
        code_label=gettext("Mã thẻ"),
        pin_label=gettext("PIN"),
        how=gettext("Quét mã QR, hoặc vào địa chỉ"),
        address=f"{addresses.shown(address)}/card",
        demo=gettext("Số liệu minh họa"),
        keep_safe=gettext("Giữ thẻ cho riêng em."),
        qr_alt=gettext("Mã QR để đăng nhập"),
    )
    texts = [
        login_cards.CardText(
            name=card.name,
            class_name=card.class_name or "–",
            apart=card.apart,
            school=card.school,
            code=codes.grouped(card.code),
            pin=f"{card.pin[:3]} {card.pin[3:]}",
            link=f"{address}/card/#{card.secret}",
            is_demo=card.is_demo,
        )
        for card in cards
    ]
    return login_cards.pdf(texts, words)


@transaction.atomic
def open_card(*, pupil: User, by: User, at: datetime) -> None:
    """A teacher's click: a card closed by wrong PINs takes tries again at once."""
    LoginCard.objects.filter(user=pupil).update(failures=0, window_started_at=None)
    trail.record(at=at, actor=by, act="card_opened", subject=pupil.username, school=pupil.school)
