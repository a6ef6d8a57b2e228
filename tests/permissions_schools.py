"""Who may open what in schools: url name → method → role → status. The matrix test joins these.

Roles: anonymous, pupil, teacher, leader, officer, admin, outsider (a closed account: as anonymous). Staff roles here
stand for objects of their own school; `OTHER_SCHOOL` says what school staff get for the other school's object.
An `id` in a route is made by `ARGUMENTS` from the standing cast.
"""

from typing import Any

from tests.cast import Cast, Side
from tests.factories import make_data_request

ALL = ("anonymous", "pupil", "teacher", "leader", "officer", "admin")
STAFF = ("teacher", "leader", "officer", "admin")
LOGIN = 302  # to the login page


def everybody(status: int) -> dict[str, int]:
    return dict.fromkeys(ALL, status)


def staff_only(status: int) -> dict[str, int]:
    return {"anonymous": LOGIN, "pupil": 403, **dict.fromkeys(STAFF, status)}


def makers_only(status: int) -> dict[str, int]:
    """Leaders and the Department; teachers not."""
    return {**staff_only(status), "teacher": 403}


def province_only(status: int) -> dict[str, int]:
    """The Department."""
    return {**makers_only(status), "leader": 403}


def leaders_only(status: int) -> dict[str, int]:
    return {**makers_only(403), "leader": status}


def own_school(status: int) -> dict[str, int]:
    """Leaders; the Department names a school by ?school=, else 404."""
    return {**makers_only(404), "leader": status}


ROUTES: dict[str, dict[str, dict[str, int]]] = {
    # POSTs are sent with an empty body: 401 and 422 are the form's own answers.
    "schools:login": {"GET": everybody(200), "POST": everybody(401)},
    "schools:first": {"GET": everybody(200), "POST": everybody(422)},
    # without a ticket of a right password: back to the beginning
    "schools:second_step": {"GET": everybody(302), "POST": everybody(302)},
    # sessions of tests are old: whoever sets up or prints anew gives the password again first
    "schools:second_factor": {"GET": staff_only(200), "POST": staff_only(405)},
    "schools:second_factor_setup": {"GET": staff_only(302), "POST": staff_only(302)},
    "schools:recovery_codes": {"GET": staff_only(405), "POST": staff_only(302)},
    "schools:reauth": {"GET": staff_only(200), "POST": staff_only(422)},
    "schools:second_factor_reset": {"GET": staff_only(405), "POST": {**province_only(302), "officer": 403}},
    "schools:exports": {"GET": {**makers_only(200), "officer": 403}, "POST": staff_only(405)},
    # without `?next=` there is nothing to take
    "schools:export_names": {"GET": province_only(404), "POST": province_only(404)},
    "schools:requests": {"GET": makers_only(200), "POST": staff_only(405)},
    "schools:request_new": {"GET": makers_only(200), "POST": makers_only(422)},
    "schools:request": {"GET": makers_only(200), "POST": staff_only(405)},
    "schools:request_acknowledge": {"GET": staff_only(405), "POST": makers_only(302)},
    "schools:request_extend": {"GET": staff_only(405), "POST": makers_only(422)},
    "schools:request_answer": {"GET": staff_only(405), "POST": makers_only(422)},
    "schools:logout": {"GET": everybody(405), "POST": everybody(302)},
    "schools:logout_everywhere": {"GET": everybody(405), "POST": everybody(302)},
    "schools:card": {"GET": everybody(200), "POST": everybody(401)},
    "schools:card_qr": {"GET": everybody(405), "POST": everybody(401)},
    # Without an opened device: a page that says so. Staff see the form that opens one; the Department names a school
    # by ?school=, else 404.
    "schools:room": {
        "GET": {**everybody(200), "officer": 404, "admin": 404},
        "POST": {**everybody(200), "teacher": 422, "leader": 422, "officer": 404, "admin": 404},
    },
    "schools:room_login": {"GET": everybody(405), "POST": everybody(302)},
    "schools:room_close": {"GET": everybody(405), "POST": everybody(302)},
    # Pupils have no password: their POST is refused.
    "schools:account": {
        "GET": {**everybody(200), "anonymous": LOGIN},
        "POST": {**everybody(422), "anonymous": LOGIN, "pupil": 403},
    },
    "schools:tokens": {"GET": staff_only(200), "POST": staff_only(422)},
    "schools:token_revoke": {"GET": staff_only(405), "POST": staff_only(404)},
    "schools:own_consent_withdraw": {"GET": staff_only(405), "POST": {**staff_only(403), "pupil": 302}},
    "schools:switch": {"GET": {**everybody(200), "anonymous": LOGIN}, "POST": everybody(302)},
    "schools:people": {"GET": staff_only(200), "POST": staff_only(405)},
    "schools:import": {"GET": staff_only(200), "POST": staff_only(422)},
    "schools:import_again": {"GET": staff_only(405), "POST": staff_only(409)},
    "schools:import_problems": {"GET": staff_only(405), "POST": staff_only(409)},
    "schools:import_confirm": {"GET": staff_only(405), "POST": staff_only(409)},
    "schools:class": {"GET": staff_only(200), "POST": staff_only(405)},
    # 409: the test client's host is no loopback, so it prints; from 127.0.0.1 without PUBLIC_URL it is refused.
    "schools:cards": {"GET": staff_only(200), "POST": staff_only(200)},
    "schools:card_open": {"GET": staff_only(405), "POST": staff_only(302)},
    "schools:consents": {"GET": staff_only(200), "POST": staff_only(422)},
    "schools:consent_form": {"GET": staff_only(200), "POST": staff_only(405)},
    "schools:consent_withdraw": {"GET": staff_only(405), "POST": staff_only(302)},
    "schools:pupil": {"GET": staff_only(200), "POST": staff_only(405)},
    "schools:pupil_card": {"GET": staff_only(200), "POST": staff_only(200)},  # as with cards
    "schools:pupil_move": {"GET": staff_only(405), "POST": staff_only(422)},
    "schools:pupil_correct": {"GET": staff_only(405), "POST": staff_only(422)},
    "schools:pupil_leave": {"GET": staff_only(405), "POST": makers_only(422)},
    "schools:arrivals": {"GET": leaders_only(200), "POST": leaders_only(422)},
    "schools:year": {"GET": own_school(200), "POST": own_school(422)},
    "schools:year_undo": {"GET": staff_only(405), "POST": own_school(409)},
    "schools:places": {"GET": province_only(200), "POST": staff_only(405)},
    "schools:place": {"GET": province_only(200), "POST": province_only(422)},
    "schools:staff": {"GET": makers_only(200), "POST": makers_only(422)},
    # The object is the school's teacher: leaders and administrators keep it, officers keep leaders and officers.
    "schools:staff_reset": {"GET": staff_only(405), "POST": {**makers_only(200), "officer": 403}},
    "schools:staff_active": {"GET": staff_only(405), "POST": {**makers_only(302), "officer": 403}},
    "schools:headcounts": {"GET": makers_only(200), "POST": makers_only(422)},
}

# Wrong methods are answered before or after the sign-in check; `login_required` comes first.
for _route in ROUTES.values():
    for _method, _answers in _route.items():
        if set(_answers.values()) >= {405, 403} or (405 in _answers.values() and _answers["anonymous"] == LOGIN):
            _route[_method] = {**_answers, "pupil": 405}

# What school staff get for an object (or ?school=) of the other school; the Department gets its normal answer.
OTHER_SCHOOL: dict[str, dict[str, dict[str, int]]] = {
    "schools:people": {"GET": {"teacher": 404, "leader": 404}},  # with ?school=<other>
    "schools:room": {"GET": {"teacher": 404, "leader": 404}},  # with ?school=<other>
    "schools:class": {"GET": {"teacher": 404, "leader": 404}},
    "schools:cards": {"GET": {"teacher": 404, "leader": 404}, "POST": {"teacher": 404, "leader": 404}},
    "schools:card_open": {"POST": {"teacher": 404, "leader": 404}},
    "schools:consents": {"GET": {"teacher": 404, "leader": 404}, "POST": {"teacher": 404, "leader": 404}},
    "schools:consent_form": {"GET": {"teacher": 404, "leader": 404}},
    "schools:consent_withdraw": {"POST": {"teacher": 404, "leader": 404}},
    "schools:pupil": {"GET": {"teacher": 404, "leader": 404}},
    "schools:pupil_card": {"GET": {"teacher": 404, "leader": 404}, "POST": {"teacher": 404, "leader": 404}},
    "schools:pupil_move": {"POST": {"teacher": 404, "leader": 404}},
    "schools:pupil_correct": {"POST": {"teacher": 404, "leader": 404}},
    "schools:pupil_leave": {"POST": {"teacher": 403, "leader": 404}},
    "schools:year": {"GET": {"teacher": 403, "leader": 404}, "POST": {"leader": 404}},  # with ?school=<other>
    "schools:year_undo": {"POST": {"leader": 404}},
    "schools:place": {"GET": {"leader": 403, "officer": 200}},
    "schools:second_factor_reset": {"POST": {"teacher": 403, "leader": 403}},
    "schools:request": {"GET": {"teacher": 403, "leader": 404}},
    "schools:request_acknowledge": {"POST": {"teacher": 403, "leader": 404}},
    "schools:request_extend": {"POST": {"teacher": 403, "leader": 404}},
    "schools:request_answer": {"POST": {"teacher": 403, "leader": 404}},
    "schools:staff_reset": {"POST": {"teacher": 403, "leader": 404}},
    "schools:staff_active": {"POST": {"teacher": 403, "leader": 404}},
}


def arguments(name: str, side: Side) -> dict[str, Any]:
    """The ids of a route, taken from one school of the cast."""
    if name in {f"schools:request{act}" for act in ("", "_acknowledge", "_extend", "_answer")}:
        return {"data_request_id": make_data_request(school=side.school, person=side.pupil).pk}
    of_class, of_pupil = {"class_id": side.school_class.pk}, {"pupil_id": side.pupil.pk}
    return {
        **dict.fromkeys(("schools:class", "schools:cards", "schools:consents", "schools:consent_form"), of_class),
        **{f"schools:pupil{act}": of_pupil for act in ("", "_card", "_correct", "_move", "_leave")},
        "schools:card_open": of_pupil,
        "schools:consent_withdraw": of_pupil,
        "schools:place": {"school_id": side.school.pk},
        "schools:staff_reset": {"user_id": side.teacher.pk},
        "schools:staff_active": {"user_id": side.teacher.pk},
        "schools:second_factor_reset": {"user_id": side.teacher.pk},
    }.get(name, {})


def person(role: str, cast: Cast) -> Any:
    """Who plays a role; None is nobody signed in."""
    if role == "anonymous":
        return None
    return getattr(cast, role) if role in {"officer", "admin"} else getattr(cast.own, role)
