"""Who may do what at the Department's desk: {url name: {method: {role: status}}}. `visitor` is not signed in."""

_OTHERS = {"visitor": 302, "pupil": 403, "teacher": 403, "leader": 403}

ROUTES = {
    "reports:overview": {"GET": {**_OTHERS, "officer": 200, "admin": 200}},
    # a post without a period is refused, so the desk is told by 422
    "reports:issue": {"POST": {**_OTHERS, "officer": 422, "admin": 422}},
}
