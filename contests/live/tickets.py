"""Tickets for the pupils' sockets: whoever has opened the paper connects without a question to the database.

A ticket is signed, lives for a quarter of an hour and is good for one attempt together with the session cookie of the
browser that it was given to. It opens nothing that the cookie alone would not: without one the session is read.
Sessions that have ended meanwhile are seen to by `contests.live.lines` within seconds. See docs/decisions/0019.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http.cookie import parse_cookie

from schools.models import User

LIVES_S = 900
#: A socket gives out a new one with an answer to a ping when its own is older.
ANEW_S = 300

_signer = signing.TimestampSigner(salt="attempt socket")


@dataclass(frozen=True)
class Seat:
    """Who sits at which attempt. `user` holds an id and a session version; nothing else of it has been read."""

    attempt: int
    contest: int
    user: User
    session: str

    def ticket(self) -> str:
        said = (self.attempt, self.contest, self.user.pk, self.user.session_version, _bound(self.session))
        return _signer.sign(".".join(map(str, said)))


def seat_of(ticket: str, *, attempt: int, session: str) -> Seat | None:
    """The seat that a ticket stands for; None where it is forged, too old, or another's attempt or browser."""
    try:
        said = _signer.unsign(ticket, max_age=LIVES_S).split(".")
    except signing.BadSignature:  # SignatureExpired is one
        return None
    its_attempt, contest, user, version, bound = said
    if int(its_attempt) != attempt or not session or bound != _bound(session):
        return None
    return Seat(attempt, int(contest), User(pk=int(user), session_version=int(version)), session)


def session_of(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The session key in a handshake's cookies; empty without one."""
    cookies = b"; ".join(value for name, value in headers if name == b"cookie")
    return parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME, "")


def _bound(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()[:16]
