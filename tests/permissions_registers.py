"""Who may do what with the registers: {url name: {method: {role: status}}}. `visitor` is not signed in."""

_OTHERS = {"visitor": 302, "pupil": 403}
_DESK = {**_OTHERS, "teacher": 403, "leader": 403}
_SCHOOL = {**_OTHERS, "teacher": 200, "leader": 200}
# the Department names the school, or is told that there is none
_OWN = {"GET": {**_SCHOOL, "officer": 404, "admin": 404}}
_SENT = {**_OTHERS, "teacher": 302, "leader": 302, "officer": 404, "admin": 404}
_ELSEWHERE = {"teacher": 404, "leader": 404}

ROUTES = {
    "reports:registers": {"GET": {**_SCHOOL, "officer": 302, "admin": 302}},
    "reports:registers_print": _OWN,
    "reports:register_sheet": _OWN,
    "reports:register_import": {
        **_OWN,
        "POST": {**_OTHERS, "teacher": 422, "leader": 422, "officer": 404, "admin": 404},
    },
    "reports:register_import_confirm": {
        "POST": {**_OTHERS, "teacher": 409, "leader": 409, "officer": 409, "admin": 409}
    },
    "reports:register_add": {"POST": {**_OTHERS, "teacher": 422, "leader": 422, "officer": 404, "admin": 404}},
    "reports:register_remarks": {"POST": _SENT},
    # teachers enter, leaders say that all is there
    "reports:register_complete": {"POST": {**_OTHERS, "teacher": 403, "leader": 302, "officer": 404, "admin": 404}},
    "reports:register_reopen": {"POST": {**_OTHERS, "teacher": 403, "leader": 409, "officer": 404, "admin": 404}},
    "reports:register_row": {
        "GET": {**_SCHOOL, "officer": 200, "admin": 200},
        "GET other": {**_ELSEWHERE, "officer": 200, "admin": 200},
        "POST": {**_OTHERS, "teacher": 422, "leader": 422, "officer": 422, "admin": 422},
        "POST other": {**_ELSEWHERE, "officer": 422, "admin": 422},
    },
    "reports:register_withdraw": {
        "POST": {**_OTHERS, "teacher": 302, "leader": 302, "officer": 302, "admin": 302},
        "POST other": {**_ELSEWHERE, "officer": 302, "admin": 302},
    },
    "reports:register_restore": {
        "POST": {**_OTHERS, "teacher": 302, "leader": 302, "officer": 302, "admin": 302},
        "POST other": {**_ELSEWHERE, "officer": 302, "admin": 302},
    },
    # the row of the stage is a talk: no outside contest bears its number; tests/reports/doors/test_registers.py
    # looks at files of the own and of another school
    "reports:register_file": {"GET": {**_OTHERS, "teacher": 404, "leader": 404, "officer": 404, "admin": 404}},
    "reports:register_returns": {"GET": {**_DESK, "officer": 200, "admin": 200}},
    "reports:register_returns_sheet": {"GET": {**_DESK, "officer": 200, "admin": 200}},
    # nobody chosen: the page again, with a sentence and the words as typed
    "reports:register_remind": {"POST": {**_DESK, "officer": 422, "admin": 422}},
    "reports:register_rows": {"GET": {**_DESK, "officer": 200, "admin": 200}},
    # talks are the schools' own
    "reports:register_rows_add": {"POST": {**_DESK, "officer": 404, "admin": 404}},
}
