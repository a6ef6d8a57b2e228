"""Tokens for a person's own scripts: shown once, kept as a hash, narrowed to scopes, taken back at any time."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotThere, Refusal
from schools.actions import trail
from schools.models import ApiToken, User
from schools.queries.people import STAFF
from schools.queries.tokens import token_of, works
from schools.rules import names, scopes
from schools.rules.hashing import stored_secret

PREFIX = "tha"
MOST = 10
LIVES = (30, 90, 180, 365)
LONGEST_TEXT = 100
SEEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_token(*, user: User, name: str, wanted: list[str], days: int, at: datetime) -> tuple[ApiToken, str]:
    """A new token and its text, which nobody can read again afterwards."""
    title, kept = names.clean(name)[:80], scopes.stored(wanted)
    if not title:
        raise _invalid("name", _("Hãy đặt tên để sau này nhận ra mã."))
    if not kept:
        raise _invalid("scopes", _("Hãy chọn ít nhất một quyền."))
    if days not in LIVES:
        raise _invalid("days", _("Hãy chọn thời hạn trong danh sách."))
    if ApiToken.objects.filter(user=user, revoked_at__isnull=True, expires_at__gt=at).count() >= MOST:
        raise Refusal("too_many_tokens", _("Đang có 10 mã còn dùng. Hãy thu hồi mã cũ trước."), status=409)
    # The number of the account's sessions is in the text, and so in the hash: a token ends with all the sessions.
    text = f"{PREFIX}_{user.session_version}_{secrets.token_urlsafe(24)}"
    token = ApiToken.objects.create(
        user=user,
        name=title,
        token_hash=stored_secret(text),
        scopes=kept,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    trail.record(at=at, actor=user, act="token_made", subject=title, school=user.school, note=f"{kept}, {days} days")
    return token, text


@transaction.atomic
def revoke_token(*, user: User, token_id: int, at: datetime) -> ApiToken:
    """Takes back one of the person's own tokens; a second time changes nothing."""
    token = ApiToken.objects.filter(user=user, pk=token_id).first()
    if token is None:
        raise NotThere(_("Không tìm thấy mã này trong tài khoản của thầy cô."))
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        trail.record(at=at, actor=user, act="token_revoked", subject=token.name, school=user.school)
    return token


def revoke_all(*, user: User, at: datetime) -> None:
    """All at once, with the account's sessions; part of the act that ends them."""
    ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=at)


def use_token(*, text: str, at: datetime) -> ApiToken | None:
    """The token behind a request, or None: unknown, taken back, run out, or its account no longer as it was.

    Writes down when it was used, at most once a minute.
    """
    parts = text.split("_", 2)
    if len(text) > LONGEST_TEXT or len(parts) != 3 or parts[0] != PREFIX:
        return None
    token = token_of(text)
    if token is None or not works(token, at):
        return None
    person = token.user
    if not person.is_active or person.role not in STAFF or parts[1] != str(person.session_version):
        return None
    if token.used_at is None or token.used_at <= at - SEEN_EVERY:
        seen = Q(used_at__isnull=True) | Q(used_at__lte=at - SEEN_EVERY)
        ApiToken.objects.filter(seen, pk=token.pk).update(used_at=at)
    return token


def _invalid(field: str, sentence: object) -> Refusal:
    return Refusal("invalid", sentence, status=422, fields={field: [sentence]})
