"""Who may do what when working in the bank: {url name: {method: {role: status}}}. `visitor` is not logged in.

The item of the matrix is an approved one of the provincial bank, which school staff read and the Department changes.
A post without anything in it is refused by the form (422) or by what it lacks.
"""

_STAFF = {"teacher": 200, "leader": 200, "officer": 200, "admin": 200}
_OTHERS = {"visitor": 302, "pupil": 403}
_API = {"visitor": 401, "pupil": 403}


def staff(status: int) -> dict[str, int]:
    return {**_OTHERS, **dict.fromkeys(_STAFF, status)}


def department(status: int) -> dict[str, int]:
    return {**staff(403), "officer": status, "admin": status}


ROUTES = {
    "quiz:health": {"GET": department(200)},
    "quiz:mark": {"POST": staff(302)},
    "quiz:new": {"GET": staff(200), "POST": staff(422)},
    "quiz:edit": {"GET": department(200), "POST": department(422)},
    "quiz:copy": {"POST": staff(302)},
    "quiz:preview": {"POST": staff(200)},
    # the act of the matrix is `retire`
    "quiz:act": {"POST": department(302)},
    "quiz:revision": {"GET": staff(200)},
    "quiz:import": {"GET": staff(200), "POST": staff(422)},
    "quiz:import_confirm": {"POST": staff(409)},
    "quiz:template": {"GET": staff(200)},
    "quiz:export": {"GET": staff(200)},
    # anybody: a paper shows pictures, and the address is the digest of the bytes
    "quiz:picture": {"GET": {"visitor": 200, "pupil": 200, **_STAFF}},
    "quiz:items_api": {"GET": {**_API, **_STAFF}},
    "quiz:item_api": {"GET": {**_API, **_STAFF}},
    "quiz:drafts_api": {"GET": {**_API, **dict.fromkeys(_STAFF, 404)}, "POST": {**_API, **dict.fromkeys(_STAFF, 422)}},
}
