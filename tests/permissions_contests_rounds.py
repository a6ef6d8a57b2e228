"""Rounds: staff of the contest; the list also for schools that take part. The contests at hand are school rounds."""

from tests.permissions_contests import FOREIGN_STAFF, STAFF_ONLY, all_of

PEOPLE = {"visitor": 302, "entrant": 403, "pupil": 403}


def act(status: int) -> dict[str, dict[str, int]]:
    """A POST of staff that says nothing: answered with `status` in scope, 404 outside."""
    return {
        "POST": all_of(status, **PEOPLE),
        "POST other": all_of(404, **PEOPLE, officer=status, admin=status),
    }


PAGE = {"GET": STAFF_ONLY, "GET other": FOREIGN_STAFF}

ROUTES = {
    "contests:rounds": PAGE,
    "contests:rounds_lead": act(302),
    "contests:rounds_rule": act(422),
    "contests:rounds_advance": PAGE | act(200),
    "contests:rounds_people": PAGE,
    "contests:rounds_csv": PAGE,
    "contests:rounds_entry": act(400),
}
