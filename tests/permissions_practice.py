"""Who may practise: {url name: {method: {role: status}}}. Everybody may, without a login too.

A post without an answer is refused: 404 by the page, 400 by the device's own way in.
"""

from tests.permissions_contests import all_of

_OPEN = all_of(200)
_NOT_ALLOWED = all_of(405)
_PAGE = {"GET": _OPEN, "HEAD": _OPEN, **dict.fromkeys(("POST", "PUT", "PATCH", "DELETE"), _NOT_ALLOWED)}

ROUTES = {
    "quiz_practice:start": _PAGE,
    "quiz_practice:questions": _PAGE,
    "quiz_practice:answer": {**dict.fromkeys(("GET", "HEAD", "PUT", "DELETE"), _NOT_ALLOWED), "POST": all_of(404)},
    "quiz_practice:answers": {**dict.fromkeys(("GET", "HEAD", "PUT", "DELETE"), _NOT_ALLOWED), "POST": all_of(400)},
}
