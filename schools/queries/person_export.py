"""All that is kept here about one person, as plain data for the person. No secrets: no hashes, PINs or token texts."""

from datetime import date, datetime

from django.db.models import Q

from schools.models import ApiToken, Consent, DataRequest, Enrolment, ExportRecord, LoginCard, Trail, User

Row = dict[str, object]


def rows(user: User) -> dict[str, object]:
    """`{"person", "enrolments", "consents", "card", "tokens", "data_requests", "exports", "trail"}`; days and instants
    as ISO text.

    Acts of others upon this person come without the actor's name: that name is somebody else's data.
    """
    return {
        "person": _person(user),
        "enrolments": _enrolments(user),
        "consents": _consents(user),
        "card": _card(user),
        "tokens": _tokens(user),
        "data_requests": _data_requests(user),
        "exports": _exports(user),
        "trail": _trail(user),
    }


def _person(user: User) -> Row:
    plain = ("username", "full_name", "given", "family_middle", "role", "sex", "pupil_code", "ministry_id")
    return {
        **{name: getattr(user, name) for name in plain},
        "birth_date": _iso(user.birth_date),
        "school": user.school.name if user.school else "",
        "is_active": user.is_active,
        "is_demo": user.is_demo,
        "created_at": _iso(user.created_at),
        "last_login": _iso(user.last_login),
        "second_factor_at": _iso(user.second_factor_at),
        "deidentified_at": _iso(user.deidentified_at),
    }


def _enrolments(user: User) -> list[Row]:
    found = Enrolment.objects.filter(pupil=user).select_related("school_class__school").order_by("from_day", "pk")
    return [
        {
            "school": row.school_class.school.name,
            "year": row.school_class.year,
            "class": row.school_class.name,
            "grade": row.school_class.grade,
            "from_day": _iso(row.from_day),
            "to_day": _iso(row.to_day),
        }
        for row in found
    ]


def _consents(user: User) -> list[Row]:
    return [
        {
            "purpose": row.purpose,
            "given_by": row.given_by,
            "given_at": _iso(row.given_at),
            "withdrawn_at": _iso(row.withdrawn_at),
            "means": row.means,
            "text_version": row.text_version,
        }
        for row in Consent.objects.filter(user=user).order_by("given_at", "pk")
    ]


def _card(user: User) -> Row | None:
    card = LoginCard.objects.filter(user=user).first()
    return {"code": card.code, "printed_at": _iso(card.printed_at)} if card else None


def _tokens(user: User) -> list[Row]:
    return [
        {
            "name": row.name,
            "scopes": row.scopes,
            "made_at": _iso(row.made_at),
            "expires_at": _iso(row.expires_at),
            "used_at": _iso(row.used_at),
            "revoked_at": _iso(row.revoked_at),
        }
        for row in ApiToken.objects.filter(user=user).order_by("made_at", "pk")
    ]


def _data_requests(user: User) -> list[Row]:
    """What was asked about this person's data, and what was answered."""
    return [
        {
            "kind": row.kind,
            "asker": row.asker,
            "received_on": _iso(row.received_on),
            "due_on": _iso(row.due_on),
            "state": row.state,
            "details": row.details,
            "answer": row.answer,
            "answered_at": _iso(row.answered_at),
        }
        for row in DataRequest.objects.filter(person=user).order_by("received_on", "pk")
    ]


def _exports(user: User) -> list[Row]:
    """Which lists this person has taken."""
    return [
        {"at": _iso(row.at), "what": row.what, "subject": row.subject, "rows": row.rows, "refused": row.refused}
        for row in ExportRecord.objects.filter(user=user).order_by("at", "pk")
    ]


def _trail(user: User) -> list[Row]:
    """Acts by this person and acts about this person (named by user name, or by the card's code)."""
    codes = LoginCard.objects.filter(user=user).values_list("code", flat=True)
    found = Trail.objects.filter(Q(actor=user) | Q(subject__in=[user.username, *codes])).order_by("at", "pk")
    return [
        {
            "at": _iso(row.at),
            "act": row.act,
            "by_me": row.actor_id == user.pk,
            "subject": row.subject if row.actor_id == user.pk else "",
            "note": row.note,
        }
        for row in found
    ]


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None
