"""The plain data of `queries.person` as it is read: days as days, and words instead of codes."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import TextChoices

from contests.models import AppealState, AttemptState, CertificateKind, Channel, EntryKind, Ruling, SignalKind
from schools.models import Role
from schools.models.data_request import Asker, RequestKind, RequestState
from schools.models.person import Sex
from schools.models.record import GivenBy, Purpose

WORDS: Mapping[tuple[str, str], type[TextChoices]] = {
    ("person", "role"): Role,
    ("person", "sex"): Sex,
    ("consents", "purpose"): Purpose,
    ("consents", "given_by"): GivenBy,
    ("data_requests", "kind"): RequestKind,
    ("data_requests", "asker"): Asker,
    ("data_requests", "state"): RequestState,
    ("attempts", "state"): AttemptState,
    ("attempts", "channel"): Channel,
    ("late_answers", "ruling"): Ruling,
    ("signals", "kind"): SignalKind,
    ("appeals", "state"): AppealState,
    ("entries", "kind"): EntryKind,
    ("certificates", "kind"): CertificateKind,
}
DAYS = ("from_day", "to_day", "birth_date", "received_on", "due_on")


def readable(told: Mapping[str, object]) -> dict[str, object]:
    """A copy for a template."""
    return {name: _read(name, "", value) for name, value in told.items()}


def _read(part: str, name: str, value: object) -> object:
    """`part` is the list or the table that a value stands in."""
    if isinstance(value, dict):
        return {key: _read(key if isinstance(one, list) else part, key, one) for key, one in value.items()}
    if isinstance(value, list):
        return [_read(part, name, one) for one in value]
    if not isinstance(value, str) or not value:
        return value
    if name.endswith("_at") or name == "at":
        return datetime.fromisoformat(value)
    if name in DAYS:
        return date.fromisoformat(value)
    words = WORDS.get((part, name))
    return words(value).label if words else value
