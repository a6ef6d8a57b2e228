"""Daphne closes a socket with the reason (1009 too large, 1002, 1007) instead of dropping the line without a word.

One option of autobahn, `failByDrop`, which Daphne does not pass on. Its factory is the only thing replaced, before
the server makes one; on any other server, or a Daphne built otherwise, nothing happens and lines are dropped as ever.
See docs/decisions/0008-a-reason-for-every-close.md.
"""

import sys


def give_reasons() -> None:
    """Called where a server loads the application (`backend.serve`)."""
    server = sys.modules.get("daphne.server")
    plain = getattr(server, "WebSocketFactory", None)
    if server is None or plain is None or hasattr(plain, "closes_with_reason"):
        return

    class WebSocketFactory(plain):  # type: ignore[misc, valid-type]  # whatever this Daphne has
        closes_with_reason = True

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            self.setProtocolOptions(failByDrop=False)

    server.WebSocketFactory = WebSocketFactory  # type: ignore[attr-defined]  # replaced whole
