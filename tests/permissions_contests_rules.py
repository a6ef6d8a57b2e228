"""Who may read and change the rule sheet; see permissions_contests.py for the shape."""

from tests.permissions_contests import FOREIGN_STAFF, OPEN, STAFF_ONLY, all_of

ROUTES = {
    "contests:edit": {
        "GET": STAFF_ONLY,
        "GET other": FOREIGN_STAFF,
        "POST": all_of(422, visitor=302, entrant=403, pupil=403),
        "POST other": all_of(404, visitor=302, entrant=403, pupil=403, officer=422, admin=422),
    },
    "contests:rules": {"GET": STAFF_ONLY, "GET other": FOREIGN_STAFF},
    "contests:rules_docx": {"GET": STAFF_ONLY, "GET other": FOREIGN_STAFF},
    # the code only finds the contest: anyone may read its rules
    "contests:rules_public": {"GET": OPEN, "GET other": OPEN},
}
