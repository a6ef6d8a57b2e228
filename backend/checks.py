"""Set-ups that would lose messages or data do not start (`manage.py check`, and every start of the server)."""

from importlib.metadata import version

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register


def _sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def _in_memory_layer() -> bool:
    return settings.CHANNEL_LAYERS["default"]["BACKEND"].endswith("InMemoryChannelLayer")


@register()
def unsafe_mixes(**kwargs: object) -> list[CheckMessage]:
    """E001-E007: what must never meet; see docs/operations.md."""
    found: list[CheckMessage] = []
    if settings.WEB_PROCESSES > 1 and _in_memory_layer():
        found.append(Error("Several processes need Redis: the in-memory layer loses messages.", id="backend.E001"))
    if settings.WEB_PROCESSES > 1 and _sqlite():
        found.append(Error("Several processes need PostgreSQL.", id="backend.E002"))
    if _sqlite():
        options = settings.DATABASES["default"].get("OPTIONS", {})
        if options.get("transaction_mode") != "IMMEDIATE":
            found.append(Error("SQLite needs transaction_mode IMMEDIATE.", id="backend.E003"))
        if "synchronous=FULL" not in options.get("init_command", ""):
            found.append(Error("SQLite needs synchronous=FULL: an answer must survive a power cut.", id="backend.E004"))
        if float(options.get("timeout", 0)) < 10:
            found.append(Error("SQLite needs a timeout of at least 10 s.", id="backend.E005"))
    if not _in_memory_layer():
        for host in settings.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"]:
            if not isinstance(host, dict) or "max_connections" not in host or host.get("socket_timeout", 0) is not None:
                found.append(Error("Redis layer: set max_connections, socket_timeout=None.", id="backend.E006"))
    if tuple(int(part) for part in version("daphne").split(".")[:3]) < (4, 2, 2):
        found.append(Error("Daphne before 4.2.2 takes frames of any size.", id="backend.E007"))
    if len(settings.SECRET_KEY) < 40 or "insecure" in settings.SECRET_KEY:
        found.append(Error("SECRET_KEY is short or a sample.", id="backend.E008"))
    if settings.DEBUG:
        found.append(checks.Warning("DEBUG is on.", id="backend.W001"))
    return found
