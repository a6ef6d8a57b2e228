"""Who may issue certificates and see the work on them; see permissions_contests.py for the shape."""

from tests.permissions_contests import FOREIGN_STAFF, STAFF_ONLY, all_of
from tests.permissions_contests_results import PEOPLE, act

PAGE = {"GET": STAFF_ONLY, "GET other": FOREIGN_STAFF}

ROUTES = {
    "contests:certificates": PAGE,
    "contests:certificates_issue": act(404),  # of no kind
    # there are no results that it could agree with
    "contests:certificate_pdf": {
        "GET": all_of(409, **PEOPLE),
        "GET other": all_of(404, **PEOPLE, officer=409, admin=409),
    },
    "contests:certificate_revoke": act(400),
    "contests:job": PAGE,
    "contests:job_cancel": act(302),
    "contests:job_file": PAGE,
    # anybody who holds the paper; the code in the test is no certificate's
    "contests:verify_form": {"GET": all_of(200)},
    "contests:verify": {"GET": all_of(404), "GET other": all_of(404)},
}
