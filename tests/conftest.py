"""Fixtures for every test: services, a server process, the browser."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests import services
from tests.serving import Server, serving

BROWSER = Path(__file__).parent / "browser"
SERVICE_FIXTURES = {"redis_url", "postgres_url", "server", "serve"}


class Serve(Protocol):
    def __call__(self, **settings: Any) -> AbstractContextManager[Server]: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by what a test uses, so that nobody forgets to; what waits for servers comes first, beside what works."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if used & {"page", "context", "browser"}:
            if BROWSER not in item.path.parents:
                raise pytest.UsageError(f"{item.nodeid} uses a browser: it belongs in tests/browser")
            item.add_marker("browser")
        elif used & SERVICE_FIXTURES:
            item.add_marker("service")
    items.sort(key=lambda item: item.get_closest_marker("service") is None)


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    """A request in English leaves its language with the thread; the next test starts without it."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def redis_service() -> Iterator[services.Service]:
    with services.redis() as running:
        yield running


@pytest.fixture(scope="session")
def postgres_service() -> Iterator[services.Service]:
    with services.postgres() as running:
        yield running


@pytest.fixture
def redis_url(redis_service: services.Service) -> str:
    """A real Redis, shared by the tests of this process."""
    return redis_service.url


@pytest.fixture
def postgres_url(postgres_service: services.Service) -> Iterator[str]:
    """A new, empty database on a real PostgreSQL."""
    with services.fresh_database(postgres_service) as url:
        yield url


@pytest.fixture
def serve() -> Serve:
    """`with serve(database_url=…, redis_url=…, PUBLIC_URL=…) as server:` for tests with wishes."""
    return serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One embedded server (SQLite, in-memory layer), shared by the tests of a module."""
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this machine; as root it runs only without its sandbox."""
    args = ["--no-sandbox", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": services.chromium_program(), "args": args}
