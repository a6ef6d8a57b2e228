"""What every door that hands out a list of people does: says who takes how much, and whether names are shown.

A request with a token has no session: the token was made on a fresh sign-in, and shows the Department codes for names.
"""

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from rest_framework.request import Request

from backend import clock
from schools import access
from schools.actions.exports import fresh_needed, record_export
from schools.models import ExportRecord, School, User
from schools.queries.people import PROVINCE
from schools.queries.pseudonyms import code_for
from schools.views.entering import FRESH_AT

FRESH_MINUTES = 15
#: Session: path of a list → until when (seconds since 1970) it may be fetched with names.
GRANTS = "names"


def is_fresh(request: HttpRequest | Request, minutes: int = FRESH_MINUTES) -> bool:
    """Whether the person of this session has given the password within so many minutes; a token is."""
    if SESSION_KEY not in request.session:
        return True
    return bool(clock.now().timestamp() - request.session.get(FRESH_AT, 0) <= minutes * 60)


def require_fresh(request: HttpRequest, minutes: int = FRESH_MINUTES) -> None:
    """Leads to the page that asks for the password again, and from there back to the page it came from."""
    if not is_fresh(request, minutes):
        raise fresh_needed()


def hand_out(
    request: HttpRequest | Request,
    *,
    what: str,
    rows: int,
    subject: str = "",
    school: School | None = None,
    named: bool = True,
    again: bool = False,
) -> ExportRecord:
    """To be called before a list leaves; refuses beyond the day's limit, or until the password is given again.

    `again`: as `record_export` has it, for lists that are asked for page by page.
    """
    return record_export(
        by=access.staff(request.user),
        what=what,
        rows=rows,
        at=clock.now(),
        named=named,
        subject=subject,
        school=school,
        fresh=is_fresh(request),
        again=again,
    )


def shows_names(request: HttpRequest | Request) -> bool:
    """Schools see the names of their own; the Department codes, unless it has said why names are needed."""
    if access.staff(request.user).role not in PROVINCE:
        return True
    until = request.session.get(GRANTS, {}).get(request.path, 0)
    return bool(clock.now().timestamp() < until)


def grant_names(request: HttpRequest, path: str) -> None:
    """The list at this path comes with names, for as long as a sign-in is fresh."""
    until = int(clock.now().timestamp()) + FRESH_MINUTES * 60
    request.session[GRANTS] = {**request.session.get(GRANTS, {}), path: until}


def shown_name(user: User, scope: str, *, named: bool) -> str:
    """The name, or the person's code in the lists of one contest."""
    return user.full_name if named else code_for(user, scope)
