"""Set-ups that would lose messages or data do not start (`manage.py check`, and every start of the server)."""

from collections.abc import Iterator
from importlib.metadata import version

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register

# A server's threads with connections of their own, beside the pool: the answers' writer and the contest loop.
CONNECTIONS_BESIDE_POOL = 2
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def sqlite() -> bool:
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")


def in_memory_layer() -> bool:
    return str(settings.CHANNEL_LAYERS["default"]["BACKEND"]).endswith("InMemoryChannelLayer")


@register()
def several_processes(**kwargs: object) -> list[CheckMessage]:
    """E001, E002, E010: what one process may keep to itself, several may not."""
    if settings.WEB_PROCESSES <= 1:
        return []
    found: list[CheckMessage] = []
    if in_memory_layer():
        found.append(Error("Several processes need Redis: the in-memory layer loses messages.", id="backend.E001"))
    if sqlite():
        found.append(Error("Several processes need PostgreSQL.", id="backend.E002"))
    throttled = settings.REST_FRAMEWORK.get("DEFAULT_THROTTLE_CLASSES")
    if throttled and settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        found.append(Error("Rate limits counted in one process's memory do not limit several.", id="backend.E010"))
    return found


@register()
def sqlite_options(**kwargs: object) -> list[CheckMessage]:
    """E003-E005: an acknowledged answer survives a power cut, and writers queue instead of failing."""
    if not sqlite():
        return []
    options = settings.DATABASES["default"].get("OPTIONS", {})
    found: list[CheckMessage] = []
    if options.get("transaction_mode") != "IMMEDIATE":
        found.append(Error("SQLite needs transaction_mode IMMEDIATE.", id="backend.E003"))
    if "synchronous=FULL" not in options.get("init_command", ""):
        found.append(Error("SQLite needs synchronous=FULL: an answer must survive a power cut.", id="backend.E004"))
    if float(options.get("timeout", 0)) < 10:
        found.append(Error("SQLite needs a timeout of at least 10 s.", id="backend.E005"))
    return found


@register()
def redis_options(**kwargs: object) -> list[CheckMessage]:
    """E006: redis-py 8 closes idle sockets after 5 s and caps its pool at 100 unless told otherwise."""
    if in_memory_layer():
        return []
    hosts = settings.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"]
    return [
        Error("Redis layer: set max_connections, socket_timeout=None.", id="backend.E006")
        for host in hosts
        if not isinstance(host, dict) or "max_connections" not in host or host.get("socket_timeout", 0) is not None
    ]


@register()
def server_version(**kwargs: object) -> list[CheckMessage]:
    """E007."""
    if tuple(int(part) for part in version("daphne").split(".")[:3]) >= (4, 2, 2):
        return []
    return [Error("Daphne before 4.2.2 takes frames of any size.", id="backend.E007")]


@register()
def secrets_and_debug(**kwargs: object) -> Iterator[CheckMessage]:
    """E008, E009: nothing that a stranger could know or read."""
    if len(settings.SECRET_KEY) < 40 or "insecure" in settings.SECRET_KEY:
        yield Error("SECRET_KEY is short or a sample.", id="backend.E008")
    if settings.DEBUG and not set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        yield Error("DEBUG shows settings and code to visitors: only on loopback.", id="backend.E009")
    elif settings.DEBUG:
        yield checks.Warning("DEBUG is on.", id="backend.W001")


@register(checks.Tags.database)
def enough_connections(databases: list[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """E011: pool and threads of all processes fit below PostgreSQL's max_connections."""
    if sqlite() or not databases:
        return []
    from django.db import connection  # noqa: PLC0415 - settings first

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int")
        allowed = cursor.fetchone()[0]
    pool = settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"]
    needed = settings.WEB_PROCESSES * (pool + CONNECTIONS_BESIDE_POOL)
    if needed < allowed:
        return []
    return [Error(f"PostgreSQL allows {allowed} connections, {needed} are needed.", id="backend.E011")]
