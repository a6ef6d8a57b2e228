"""Who may supervise a contest: staff of it who do not sit it. As in `permissions_contests`."""

from tests.permissions_contests import FOREIGN_STAFF, STAFF_ONLY, all_of

_DONE = all_of(302, entrant=403, pupil=403)
_DONE_ELSEWHERE = all_of(404, visitor=302, entrant=403, pupil=403, officer=302, admin=302)
_PAGE = {"GET": STAFF_ONLY, "GET other": FOREIGN_STAFF}
_ACT = {"POST": _DONE, "POST other": _DONE_ELSEWHERE}

ROUTES = {
    "contests:monitor": _PAGE,
    "contests:monitor_rows": _PAGE,
    "contests:monitor_one": _PAGE,
    "contests:monitor_time": _ACT,
    "contests:monitor_pause": _ACT,
    "contests:monitor_resume": _ACT,
    "contests:monitor_outage": _ACT,
    "contests:monitor_start": _ACT,
    "contests:monitor_notice": _ACT,
    "contests:monitor_freeze": _ACT,
    "contests:late": _PAGE | _ACT,
}

#: Sockets: path → {role: 101 where the rows come, else the close code}; `other` is a contest of the other school.
SOCKETS = {
    "ws/monitor/<slug:code>/": all_of(4403, teacher=101, leader=101, officer=101, admin=101),
    "ws/monitor/<slug:code>/ other": all_of(4403, teacher=4404, leader=4404, officer=101, admin=101),
}
