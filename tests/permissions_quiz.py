"""Who may do what to the bank's pages: {url name: {method: {role: status}}}. `visitor` is not logged in."""

_STAFF = {"teacher": 200, "leader": 200, "officer": 200, "admin": 200}
_READ = {"visitor": 302, "pupil": 403, **_STAFF}
_NOT_ALLOWED = {"visitor": 405, "pupil": 405, **dict.fromkeys(_STAFF, 405)}
_PAGE = {"GET": _READ, "HEAD": _READ, "POST": _NOT_ALLOWED, "PUT": _NOT_ALLOWED, "PATCH": _NOT_ALLOWED}
_PAGE["DELETE"] = _NOT_ALLOWED

ROUTES = {"quiz:bank": _PAGE, "quiz:item": _PAGE}
