"""Entrants, cards, door lists, rehearsal: staff of the contest; some pages also staff of a school that takes part."""

from tests.permissions_contests import all_of

STAFF = all_of(200, visitor=302, entrant=403, pupil=403)
FOREIGN = all_of(404, visitor=302, entrant=403, pupil=403, officer=200, admin=200)
UNSENT = STAFF | dict.fromkeys(("teacher", "leader", "officer", "admin"), 422)
FOREIGN_UNSENT = FOREIGN | dict.fromkeys(("officer", "admin"), 422)
POSTED = STAFF | dict.fromkeys(("teacher", "leader", "officer", "admin"), 302)
FOREIGN_POSTED = FOREIGN | dict.fromkeys(("officer", "admin"), 302)
PAGE = {"GET": STAFF, "GET other": FOREIGN}

ROUTES = {
    "contests:entrants": PAGE,
    "contests:entrants_act": {"POST": POSTED, "POST other": FOREIGN_POSTED},
    "contests:entrants_add": PAGE | {"POST": UNSENT, "POST other": FOREIGN_UNSENT},
    "contests:entrants_confirm": {"POST": POSTED, "POST other": FOREIGN_POSTED},
    "contests:door_lists": PAGE,
    "contests:rehearsal": PAGE,
    "contests:rehearsal_forget": {"POST": POSTED, "POST other": FOREIGN_POSTED},
    # the contest is open: back to its lobby, for whoever might have tried a device
    "contests:rehearse": {
        "GET": all_of(302),
        "GET other": FOREIGN_POSTED,
        "POST": all_of(302),
        "POST other": FOREIGN_POSTED,
    },
    "contests:rehearsal_api": {
        "GET": all_of(409, visitor=401),
        "GET other": all_of(404, visitor=401, entrant=403, pupil=403, officer=409, admin=409),
        "POST": all_of(409, visitor=401),
        "POST other": all_of(404, visitor=401, entrant=403, pupil=403, officer=409, admin=409),
    },
    "contests:cards": PAGE | {"POST": UNSENT, "POST other": FOREIGN_UNSENT},
}
