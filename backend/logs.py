"""What stands in the log: one line an event, as JSON or as text, with the request's number and without people.

Left out everywhere: query strings, bodies, cookies, paths (they hold codes and numbers of people: the route stands for
them), and what errors say about values (a database repeats the row that it refuses).
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest

#: The number of the request that is worked on here.
request_id: ContextVar[str] = ContextVar("request_id", default="")

#: Their words are about machines, not about what somebody has typed.
MAY_SPEAK = (OSError, OperationalError, InterfaceError)
#: What a line may hold beside its sentence.
EXTRAS = ("method", "route", "status", "ms")
UNKNOWN_ROUTE = "(no route)"

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def route_of(request: object) -> str:
    """The pattern of the page that was asked for, such as `/sit/<int:attempt_id>/`."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else UNKNOWN_ROUTE


def told(error: BaseException) -> str:
    """Kind and place of an error and of those behind it, the outermost first."""
    lines, seen = [], set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        said = f": {str(current).splitlines()[0][:200]}" if isinstance(current, MAY_SPEAK) and str(current) else ""
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}{said}")
        lines += [f"  {at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(current.__traceback__)]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines)


class Discreet(logging.Filter):
    """Adds the request's number, and puts the route where Django writes a path."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(record, "request_id", "") or request_id.get()
        asked = getattr(record, "request", None)
        if record.name.startswith(("django.request", "django.security")):
            if isinstance(asked, HttpRequest):
                record.request_id = getattr(asked, "request_id", record.request_id)
                record.route, record.method = route_of(asked), asked.method
            record.msg, record.args = f"{getattr(record, 'status_code', '')} %s", (getattr(record, "route", ""),)
        elif record.name == "daphne.server" and record.exc_info:
            record.msg, record.args = "exception in the application", None  # its own sentence repeats the error's words
        return True


class _Discreet(logging.Formatter):
    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802 - logging's own name
        return told(ei[1]) if ei[1] is not None else ""


class TextFormatter(_Discreet):
    """A line for people; the number of the request stands behind it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        number = getattr(record, "request_id", "")
        return super().formatMessage(record) + (f" [{number}]" if number else "")


class JsonFormatter(_Discreet):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "says": record.getMessage(),
        }
        if number := getattr(record, "request_id", ""):
            line["request_id"] = number
        line |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def settings_for(form: str, level: str) -> dict[str, object]:
    """Django's LOGGING. As JSON every request has its line; as text only what went wrong."""
    as_json = form.lower() == "json"
    text = {"()": "backend.logs.TextFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    # to our own handler alone: Django's would write paths, uvicorn's addresses with their query
    quiet = {"handlers": [], "level": "WARNING", "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discreet": {"()": "backend.logs.Discreet"}},
        "formatters": {"line": {"()": "backend.logs.JsonFormatter"} if as_json else text},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "axes": {"level": "ERROR"},
            "django.channels.server": {"level": "WARNING"},
            "backend.requests": {"level": "INFO" if as_json else level},
            "django": quiet | {"level": level},
            "django.server": quiet,
            "uvicorn": quiet,
            "uvicorn.error": quiet,
        },
    }
