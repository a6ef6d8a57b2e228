"""Who may do what to contests: {url name: {method: {role: status}}}; `METHOD other` is the same in the other school.

`visitor` is not signed in; `entrant` is the pupil whose attempt it is, `pupil` another one of the same class.
302 for a visitor is the way to the login page.
"""

ROLES = ("visitor", "entrant", "pupil", "teacher", "leader", "officer", "admin")


def all_of(status: int, **others: int) -> dict[str, int]:
    """`status` for every role but those named."""
    return {role: others.get(role, status) for role in ROLES}


OPEN = all_of(200)
STAFF_ONLY = all_of(200, visitor=302, entrant=403, pupil=403)
FOREIGN_STAFF = all_of(404, visitor=302, entrant=403, pupil=403, officer=200, admin=200)
OWN_ATTEMPT = all_of(404, visitor=302, entrant=200)
OWN_ATTEMPT_API = all_of(404, visitor=401, entrant=200)
NOBODY = all_of(404, visitor=302)
NOBODY_API = all_of(404, visitor=401)

ROUTES = {
    "home": {"GET": OPEN},
    "healthz": {"GET": OPEN},
    "readyz": {"GET": OPEN},
    # the test client comes from this machine
    "metrics": {"GET": OPEN},
    "schema": {"GET": OPEN},
    "set_language": {"POST": all_of(302)},
    "contests:join": {"GET": all_of(302)},
    "contests:help": {"GET": OPEN},
    "contests:demonstration": {"GET": OPEN},
    # the code only finds the contest: anyone may read what a lobby says
    "contests:lobby": {"GET": OPEN, "GET other": OPEN},
    "contests:start": {
        "GET": all_of(302),
        "GET other": all_of(302),
        "POST": all_of(403, visitor=302, entrant=302, pupil=302),
        "POST other": all_of(403, visitor=302),
    },
    "contests:sit": {"GET": OWN_ATTEMPT, "GET other": NOBODY, "POST": OWN_ATTEMPT | {"entrant": 302}},
    "contests:result": {"GET": OWN_ATTEMPT | {"entrant": 302}, "GET other": NOBODY},
    "contests:teach": {"GET": STAFF_ONLY},
    "contests:new": {"GET": STAFF_ONLY, "POST": all_of(422, visitor=302, entrant=403, pupil=403)},
    "contests:contest": {"GET": STAFF_ONLY, "GET other": FOREIGN_STAFF},
    "contests:publish": {
        "POST": all_of(302, entrant=403, pupil=403),
        "POST other": all_of(404, visitor=302, entrant=403, pupil=403, officer=302, admin=302),
    },
    "contests:cancel": {
        "POST": all_of(302, entrant=403, pupil=403),
        "POST other": all_of(404, visitor=302, entrant=403, pupil=403, officer=302, admin=302),
    },
    "contests:attempt": {"GET": OWN_ATTEMPT_API, "GET other": NOBODY_API},
    "contests:openings": {"POST": OWN_ATTEMPT_API, "POST other": NOBODY_API},
    "contests:answers": {"POST": OWN_ATTEMPT_API | {"entrant": 400}, "POST other": NOBODY_API},
}

#: Sockets: path → {role: first frame or close code}; a pupil's socket is the entrant's alone.
SOCKETS = {
    "ws/attempt/<int:attempt_id>/": all_of(4404, visitor=4401, entrant=101),
}
