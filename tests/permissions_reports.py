"""Who may do what at the Department's desk: {url name: {method: {role: status}}}. `visitor` is not signed in."""

from tests.permissions_contests_results import PAGE

_OTHERS = {"visitor": 302, "pupil": 403, "teacher": 403, "leader": 403}
# what is asked for is in nobody's list: who may see the desk is told so, the others no more than ever
_NOT_THERE = {**_OTHERS, "officer": 404, "admin": 404}

ROUTES = {
    # with keys, as the pages of correction
    "reports:analysis": PAGE,
    "reports:analysis_xlsx": PAGE,
    "reports:overview": {"GET": {**_OTHERS, "officer": 200, "admin": 200}},
    "reports:unit": {"GET": {**_OTHERS, "officer": 200, "admin": 200}},
    "reports:school": {"GET": {**_OTHERS, "officer": 200, "admin": 200}},
    "reports:contest": {"GET": {**_OTHERS, "officer": 200, "admin": 200}},
    "reports:rows": {"GET": {**_OTHERS, "officer": 200, "admin": 200}},
    "reports:reports": {"GET": {**_OTHERS, "officer": 200, "admin": 200}},
    "reports:draft_new": {"POST": {**_OTHERS, "officer": 302}},  # the school year so far
    "reports:letterhead": {"GET": {**_OTHERS, "officer": 200}, "POST": {**_OTHERS, "officer": 422}},
    "reports:draft": {"GET": _NOT_THERE, "POST": _NOT_THERE},
    "reports:draft_close": {"POST": _NOT_THERE},
    "reports:draft_reopen": {"POST": _NOT_THERE},
    "reports:draft_file": {"GET": _NOT_THERE},
    "reports:freeze": {"GET": _NOT_THERE, "POST": _NOT_THERE},
    "reports:report": {"GET": _NOT_THERE},
    "reports:report_file": {"GET": _NOT_THERE},
    "reports:report_correct": {"POST": _NOT_THERE},
    "reports:api_reports": {"GET": {**_OTHERS, "visitor": 401, "officer": 200, "admin": 200}},
    "reports:api_report": {"GET": {**_NOT_THERE, "visitor": 401}},
    "reports:api_report_file": {"GET": {**_NOT_THERE, "visitor": 401}},
}
