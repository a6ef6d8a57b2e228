"""Papers of a contest: staff of it who do not sit it."""

from tests.permissions_contests import all_of

STAFF = all_of(200, visitor=302, entrant=403, pupil=403)
FOREIGN = all_of(404, visitor=302, entrant=403, pupil=403, officer=200, admin=200)
POSTED = STAFF | dict.fromkeys(("teacher", "leader", "officer", "admin"), 302)
FOREIGN_POSTED = FOREIGN | dict.fromkeys(("officer", "admin"), 302)
PAGE = {"GET": STAFF, "GET other": FOREIGN}

ROUTES = {
    "contests:papers": PAGE,
    "contests:papers_set": {"POST": POSTED, "POST other": FOREIGN_POSTED},
    # an act that is none is not there
    "contests:papers_choose": {
        "POST": all_of(404, visitor=302, entrant=403, pupil=403),
        "POST other": all_of(404, visitor=302, entrant=403, pupil=403),
    },
    "contests:paper": PAGE,
    "contests:papers_pdf": PAGE,
    "contests:paper_sheets": PAGE,
    "contests:paper_keys": PAGE,
    "contests:paper_answers": PAGE | {"POST": STAFF, "POST other": FOREIGN},
    "contests:paper_import": {
        **PAGE,
        "POST": all_of(422, visitor=302, entrant=403, pupil=403),
        "POST other": all_of(404, visitor=302, entrant=403, pupil=403, officer=422, admin=422),
    },
    "contests:paper_import_confirm": {"POST": POSTED, "POST other": FOREIGN_POSTED},
    "contests:paper_template": PAGE,
}
