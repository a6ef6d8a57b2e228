"""How each ASGI server is told to serve this project: one process, one address, the same limits.

Daphne is the one of `make run`; WEB_SERVER names the one of the province set. Why: docs/decisions/0018-web-server.md.
`python -m backend.servers` becomes that one, on HOST and PORT: units and containers say nothing else. Imports no Django
and no app.
"""

import os
import resource
import sys
from collections.abc import Callable

from backend.environment import number, text

APPLICATION = "backend.serve:application"
#: No message of ours is larger (docs/live-protocol.md).
MOST_BYTES = 16_384
#: So many may knock at the same moment; Twisted's own 50 lets a class wait for a second.
BACKLOG = 4_096


def _daphne(host: str, port: int, application: str) -> list[str]:
    limits = ["--websocket-max-message-size", str(MOST_BYTES), "--no-server-name", "-v", "0"]
    limits += ["--websocket_connect_timeout", "30"]  # a busy machine is no reason to cut a handshake off
    return ["daphne", "-e", f"tcp:port={port}:interface={host}:backlog={BACKLOG}", *limits, application]


def _uvicorn(host: str, port: int, application: str) -> list[str]:
    # every browser offers to deflate; taking it would cost 2-3 times the CPU and 45 KB a socket
    sockets = ["--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--ws-max-size", str(MOST_BYTES)]
    limits = ["--backlog", str(BACKLOG), "--timeout-graceful-shutdown", "10", "--no-proxy-headers"]
    # longer than the proxy in front keeps an idle line, so that it never sends into one that is closing
    limits += ["--timeout-keep-alive", "20"]
    quiet = ["--no-server-header", "--no-access-log", "--log-level", "warning", "--lifespan", "off"]
    return ["uvicorn", "--host", host, "--port", str(port), *sockets, *limits, *quiet, application]


def _granian(host: str, port: int, application: str) -> list[str]:
    where = ["--interface", "asginl", "--host", host, "--port", str(port), "--workers", "1"]
    return ["granian", *where, "--backlog", str(BACKLOG), "--no-access-log", "--log-level", "warning", application]


def _hypercorn(host: str, port: int, application: str) -> list[str]:
    limits = ["--backlog", str(BACKLOG), "--worker-class", "uvloop", "--graceful-timeout", "10"]
    return ["hypercorn", "--bind", f"{host}:{port}", *limits, "--log-level", "WARNING", application]


_COMMANDS: dict[str, Callable[[str, int, str], list[str]]] = {
    "daphne": _daphne,
    "uvicorn": _uvicorn,
    "granian": _granian,
    "hypercorn": _hypercorn,
}
SERVERS = tuple(_COMMANDS)


def command(name: str, host: str, port: int, application: str = APPLICATION) -> list[str]:
    """The command line of one serving process. ValueError for a server that is not known."""
    if name not in _COMMANDS:
        raise ValueError(f"WEB_SERVER is one of {', '.join(SERVERS)}, not {name!r}")
    return [sys.executable, "-m", *_COMMANDS[name](host, port, application)]


def main() -> None:
    """Become the web server that the environment names; does not come back."""
    try:
        line = command(text("WEB_SERVER") or "uvicorn", text("HOST") or "127.0.0.1", number("PORT", 8000))
    except ValueError as error:
        sys.exit(str(error))
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # every socket is a file
    os.execv(line[0], line)  # noqa: S606 - our own command


if __name__ == "__main__":
    main()
