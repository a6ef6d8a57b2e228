"""Who may do what by API; the same shape as `permissions_contests.py`. A POST here says nothing, so it is refused.

The gates are those of the pages, which are asked by everybody; here one of each sort of people asks.
"""

from tests.permissions_contests import NOBODY_API, OPEN, OWN_ATTEMPT_API, all_of


def asked(method: str, status: int = 200) -> dict[str, dict[str, int]]:
    """Answered to staff of the contest with `status`; outside the scope it is not there."""
    return {
        method: {"visitor": 401, "entrant": 403, "teacher": status, "officer": status},
        f"{method} other": {"pupil": 403, "leader": 404, "admin": status},
    }


READ, EMPTY, DONE = asked("GET"), asked("POST", 400), asked("POST")
GONE = asked("GET", 404)  # there are no results yet

ROUTES = {
    "contests:api_docs": {"GET": OPEN},
    "contests:api_contests": {"GET": READ["GET"], "POST": EMPTY["POST"]},
    "contests:api_contest": READ | asked("PATCH", 400),  # it has no blueprint
    "contests:api_publish": DONE,
    "contests:api_cancel": DONE,
    "contests:api_rules": {"GET": OPEN, "GET other": OPEN},
    "contests:api_papers": READ,
    "contests:api_paper": READ,
    "contests:api_chosen": READ | EMPTY,
    "contests:api_chosen_points": EMPTY,
    "contests:api_chosen_remove": EMPTY,
    "contests:api_entrants": READ | EMPTY,
    "contests:api_entrants_remove": EMPTY,
    "contests:api_entrants_seat": EMPTY,
    "contests:api_exclusions": READ | EMPTY,
    "contests:api_readmit": EMPTY,
    "contests:api_monitor": READ,
    "contests:api_log": READ,
    "contests:api_time": EMPTY,
    "contests:api_pauses": READ | EMPTY,
    "contests:api_resume": EMPTY,
    "contests:api_outages": EMPTY,
    "contests:api_room_starts": EMPTY,
    "contests:api_notices": EMPTY,
    "contests:api_freeze": EMPTY,
    "contests:api_late": READ,
    "contests:api_late_accept": EMPTY,
    "contests:api_late_refuse": EMPTY,
    "contests:api_results": READ,
    "contests:api_result_rows": GONE,
    "contests:api_result_changes": GONE,
    "contests:api_results_steps": EMPTY,
    "contests:api_recount": EMPTY,
    "contests:api_disqualifications": READ,
    "contests:api_disqualify": EMPTY,
    "contests:api_lift": EMPTY,
    "contests:api_questions": READ,
    "contests:api_regrade_preview": EMPTY,
    "contests:api_regrade": EMPTY,
    "contests:api_appeals": READ,
    "contests:api_appeal_answer": EMPTY,
    "contests:api_awards": READ | EMPTY,
    "contests:api_lots": EMPTY,
    "contests:api_certificates": READ | EMPTY,
    "contests:api_certificate_revoke": EMPTY,
    "contests:api_job": READ,
    "contests:api_job_cancel": DONE,
    "contests:api_rounds": READ,
    "contests:api_rounds_lead": EMPTY,
    "contests:api_rounds_rule": EMPTY,
    "contests:api_advance": READ | DONE,
    "contests:api_advanced": READ,
    "contests:api_withdraw": EMPTY,
    "contests:api_call_up": EMPTY,
    "contests:api_own_appeals": {
        "GET": OWN_ATTEMPT_API,
        "GET other": NOBODY_API,
        "POST": OWN_ATTEMPT_API | {"entrant": 400},
        "POST other": NOBODY_API,
    },
    # anybody who holds the paper; the code in the test is no certificate's
    "contests:api_verify": {"GET": all_of(404), "GET other": all_of(404)},
}
