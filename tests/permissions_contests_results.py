"""Who may do what at the results desk, and with appeals; the same shape as `permissions_contests.py`."""

from tests.permissions_contests import FOREIGN_STAFF, NOBODY, OWN_ATTEMPT, STAFF_ONLY, all_of

PEOPLE = {"visitor": 302, "entrant": 403, "pupil": 403}


def act(status: int) -> dict[str, dict[str, int]]:
    """A POST of staff that says nothing: answered with `status` in scope, 404 outside."""
    return {
        "POST": all_of(status, **PEOPLE),
        "POST other": all_of(404, **PEOPLE, officer=status, admin=status),
    }


PAGE = {"GET": STAFF_ONLY, "GET other": FOREIGN_STAFF}
#: There are no results yet, so nothing can be fetched by anybody.
FILE = {"GET": all_of(404, **PEOPLE), "GET other": all_of(404, **PEOPLE)}

ROUTES = {
    "contests:results": PAGE,
    "contests:results_step": act(400),
    "contests:results_recount": act(400),
    "contests:results_csv": FILE,
    "contests:results_xlsx": FILE,
    "contests:results_print": FILE,
    "contests:awards": PAGE | act(409),
    "contests:lots": act(302),
    "contests:regrade": PAGE,
    "contests:key_alarm": act(409),  # no such alarm: told to those who may answer one
    "contests:regrade_item": PAGE | act(422),
    "contests:result_one": PAGE,
    "contests:disqualify": act(400),
    "contests:lift": act(400),
    "contests:appeals": PAGE,
    "contests:appeal_answer": act(302),
    "contests:appeal": {"GET": OWN_ATTEMPT, "GET other": NOBODY, "POST": OWN_ATTEMPT | {"entrant": 422}},
    "contests:appeal_withdraw": {"POST": OWN_ATTEMPT | {"entrant": 302}, "POST other": NOBODY},
}
