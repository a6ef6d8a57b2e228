"""The environment as typed values, and the secrets of this installation."""

import os
import secrets
import tempfile
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    return int(text(name) or default)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def lines(name: str, default: str = "") -> tuple[str, ...]:
    """Several lines in one value, parted by `|`."""
    return tuple(line.strip() for line in text(name, default).split("|") if line.strip())


def days(name: str) -> frozenset[date]:
    """Days as 2027-02-05, parted by commas."""
    return frozenset(date.fromisoformat(word) for word in words(name))


def var_dir() -> Path:
    """Where this installation keeps what it makes: database, secrets, static files."""
    path = Path(text("VAR_DIR") or BASE_DIR / "var").resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret(name: str, *, size: int = 48) -> str:
    """A random value made once per installation and kept in `var/secrets/<name>` (mode 600).

    An environment variable of the same name in capitals wins.
    """
    if given := text(name.upper()):
        return given
    folder = var_dir() / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    if not path.exists():
        _make_secret(path, size)
    return path.read_text(encoding="ascii").strip()


def _make_secret(path: Path, size: int) -> None:
    """Written whole under another name, then linked: nobody reads half a secret, the first of two makers wins."""
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mkstemp: mode 600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(size))
        os.link(unfinished, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(unfinished)


def database(url: str) -> dict[str, object]:
    """Django's database settings from `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) if parts.path != "/:memory:" else ":memory:",
            "CONN_MAX_AGE": 0,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                # WAL itself is set once, at migrate: setting it on every connection takes a lock.
                "init_command": "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            # `reconnect_timeout`: a pool doubles its pause after each try that failed; here it begins anew after 2 s,
            # so it finds a database that is back within about that time.
            "OPTIONS": {
                "pool": {
                    "min_size": 1,
                    "max_size": number("DATABASE_POOL", 16),
                    "timeout": 4,
                    "reconnect_timeout": 2,
                }
            },
        }
    raise ValueError(f"DATABASE_URL: unknown scheme {parts.scheme!r}")
