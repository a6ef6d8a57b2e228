"""Who may take a person's data along, and see names whose time is over; see permissions_contests.py for the shape."""

from tests.permissions_contests import all_of

PEOPLE = {"visitor": 302, "entrant": 403, "pupil": 403, "teacher": 403}
DEPARTMENT = {**PEOPLE, "leader": 403}
LEADERS = all_of(200, **PEOPLE)
FOREIGN = all_of(404, **PEOPLE, officer=200, admin=200)

ROUTES = {
    # always one's own: the address names nobody
    "contests:own_data": {"GET": all_of(200, visitor=302)},
    "contests:own_data_json": {"GET": all_of(200, visitor=302)},
    "contests:pupil_data": {"GET": LEADERS, "GET other": FOREIGN, "POST": LEADERS, "POST other": FOREIGN},
    "contests:old_names": {"GET": all_of(200, **DEPARTMENT)},
    # without the tick, and with an empty form
    "contests:forget_now": {"POST": all_of(422, **DEPARTMENT)},
    "contests:hold_names": {"POST": all_of(422, **DEPARTMENT)},
}
