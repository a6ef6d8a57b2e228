"""What the set is made of: Redis, PostgreSQL with everything that makes it durable, web processes, nginx."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import cast

from backend import servers
from backend.environment import BASE_DIR
from scripts.programs import ServiceMissing, nginx_program, postgres_folder, redis_program, service_user
from scripts.province.process import Part, family_s, http_status, talks

NAME = "asean"  # of the database and of its owner


class Redis(Part):
    """Messages between the processes. Nothing is saved: the database can make everything anew."""

    name = "redis"

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return [
            redis_program(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            "--dir", str(self.folder), "--maxclients", "20000",
        ]  # fmt: skip

    def is_up(self) -> bool:
        return talks(self.port, b"PING\r\n", b"+PONG")

    def flush(self) -> None:
        """Forget everything, as after a restart, with all lines left open."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
            line.sendall(b"FLUSHALL\r\n")
            if not line.recv(64).startswith(b"+OK"):
                raise RuntimeError("Redis did not take FLUSHALL")


class Postgres(Part):
    """PostgreSQL as a province runs it: fsync, synchronous_commit and full_page_writes are on."""

    name = "postgres"
    asks_to_end = signal.SIGINT  # "fast" shutdown: open connections are cut
    ends_with_us = signal.SIGINT

    def __init__(self, folder: Path, port: int, connections: int, *, lasting: bool = False) -> None:
        super().__init__(folder, port)
        self.connections = connections
        self.owner = service_user()
        self.passing: Path | None = None  # a folder of ours that goes away with the set
        self.data = self._place(lasting)
        self._password = ""

    def _place(self, lasting: bool) -> Path:
        """Where the cluster lies: in the folder, or beside it where PostgreSQL's account cannot get there."""
        place = self.folder / "postgres"
        if not self.owner or all(path.stat().st_mode & 0o001 for path in place.parents):
            return place
        if lasting:
            raise ServiceMissing(f"PostgreSQL's account cannot enter {self.folder}: choose another folder.")
        self.passing = Path(tempfile.mkdtemp(prefix="asean-postgres-"))
        self._give(self.passing)
        return self.passing / "postgres"

    def _give(self, path: Path) -> None:
        if self.owner:
            os.chown(path, cast(int, self.owner["user"]), cast(int, self.owner["group"]))

    @property
    def password(self) -> str:
        """Made at random once per cluster and kept beside it (mode 600)."""
        path = self.folder / "postgres.password"
        if not self._password:
            if not path.exists():
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                    file.write(secrets.token_urlsafe(24))
            self._password = path.read_text(encoding="ascii")
        return self._password

    @property
    def url(self) -> str:
        return self._url(NAME)

    def _url(self, database: str) -> str:
        return f"postgresql://{NAME}:{self.password}@127.0.0.1:{self.port}/{database}"

    def launch_options(self) -> dict[str, object]:
        return {"cwd": "/", **self.owner}

    def make(self, like: Path | None = None) -> None:
        """A cluster, unless there is one: an empty one, or the copy of a stopped one."""
        if (self.data / "PG_VERSION").exists():
            return
        shutil.rmtree(self.data, ignore_errors=True)  # half made
        if like is None:
            self._make_empty()
            return
        shutil.copytree(like, self.data)
        for path in (self.data, *self.data.rglob("*")):
            self._give(path)

    def _make_empty(self) -> None:
        self.data.mkdir(mode=0o700)
        self._give(self.data)
        with tempfile.NamedTemporaryFile("w", prefix="asean-") as password:
            password.write(self.password)
            password.flush()
            self._give(Path(password.name))
            command = [f"{postgres_folder()}/initdb", "-D", str(self.data), "-U", NAME, "-E", "UTF8", "--locale=C"]
            command += ["--auth=scram-sha-256", f"--pwfile={password.name}"]
            done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **self.owner)  # type: ignore[call-overload]  # account
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr[-2000:]}")

    def make_database(self) -> None:
        """The product's database, unless there is one."""
        import psycopg

        with psycopg.connect(self._url("postgres"), autocommit=True) as line:
            if line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
                line.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "",
            "max_connections": self.connections, "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on",
            "jit": "off", "log_min_messages": "warning",
        }  # fmt: skip
        parts = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [f"{postgres_folder()}/postgres", "-D", str(self.data), *parts]

    def is_up(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self._url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    @property
    def cpu_s(self) -> float:
        """CPU seconds of the postmaster and of all backends, those that ended included."""
        return family_s(self.pid)

    def keep(self) -> None:
        """After its end: what lay beside the folder is put into it, to be copied from there."""
        if self.passing is not None:
            shutil.move(self.data, self.folder / "postgres")

    def remove(self) -> None:
        """Take away what lay beside the folder."""
        if self.passing is not None:
            shutil.rmtree(self.passing, ignore_errors=True)


class Web(Part):
    """One serving process of the product."""

    def __init__(
        self, folder: Path, port: int, number: int, *, server: str, application: str, environment: dict[str, str]
    ) -> None:
        super().__init__(folder, port)
        self.name = f"web{number}"
        self.server = server
        self.application = application
        self.environment = environment

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return servers.command(self.server, "127.0.0.1", self.port, self.application)

    def launch_options(self) -> dict[str, object]:
        return {"cwd": BASE_DIR, "env": self.environment}

    def is_up(self) -> bool:
        return http_status(self.port, "/healthz") == 200


class Nginx(Part):
    """The door: one address in front of the web processes."""

    name = "nginx"
    ends_with_us = signal.SIGTERM  # its workers would outlive a master that is killed

    def __init__(self, folder: Path, port: int, configuration: str) -> None:
        super().__init__(folder, port)
        self.path = folder / "nginx" / "nginx.conf"
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(configuration, encoding="utf-8")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return [nginx_program(), "-e", "stderr", "-p", str(self.path.parent), "-c", str(self.path)]

    def is_up(self) -> bool:
        return http_status(self.port, "/healthz") != 0

    @property
    def cpu_s(self) -> float:
        """CPU seconds of the master and its workers."""
        return family_s(self.pid)
