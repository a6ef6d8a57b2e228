"""Who may use what stands around a sitting. The shape is that of permissions_contests.py."""

from tests.permissions_contests import NOBODY_API, OPEN, OWN_ATTEMPT_API, all_of

ROUTES = {
    # what is found there depends on the two numbers that are typed: tests/contests/doors/test_receipt.py
    "contests:receipt": {"GET": OPEN | {"visitor": 302}},
    "contests:signals": {"POST": OWN_ATTEMPT_API | {"entrant": 400}, "POST other": NOBODY_API},
    # it says what the lobby says, which anyone may read; visitors have nothing to wait for
    "contests:lobby_api": {"GET": all_of(200, visitor=401), "GET other": all_of(200, visitor=401)},
}
