"""Who may see a board: {url name: {method: {role: status}}}, for a contest whose board opens on one's own hand-in.

As in `permissions_contests`; the entrant of the stage is still sitting, so the board is shut to all but staff.
"""

from tests.permissions_contests import all_of

_STAFF = all_of(403, teacher=200, leader=200, officer=200, admin=200)
_PROVINCE = all_of(403, officer=200, admin=200)

ROUTES = {
    "contests:board": {"GET": _STAFF, "GET other": _PROVINCE},
    "contests:board_api": {"GET": _STAFF, "GET other": _PROVINCE},
    "contests:board_rows": {
        "GET": _STAFF | {"visitor": 401},
        "GET other": _PROVINCE | {"visitor": 401, "teacher": 404, "leader": 404},
    },
}

#: Sockets: path → {role: 101 where the board comes, else the close code}; `other` is a contest of the other school.
SOCKETS = {
    "ws/board/<slug:code>/": all_of(4403, teacher=101, leader=101, officer=101, admin=101),
    "ws/board/<slug:code>/ other": all_of(4403, officer=101, admin=101),
}
