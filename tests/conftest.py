"""Fixtures for every test: services, a server process, the browser."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests import services
from tests.serving import Server, serving

BROWSER = Path(__file__).parent / "browser"
FAULTS = Path(__file__).parent / "faults"
SERVICE_FIXTURES = {"redis_url", "postgres_url", "server", "serve"}


class Serve(Protocol):
    def __call__(self, **settings: Any) -> AbstractContextManager[Server]: ...


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark by what a test uses, so that nobody forgets to; then see to it that all processes end together."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if used & {"page", "context", "browser"}:
            if BROWSER not in item.path.parents:
                raise pytest.UsageError(f"{item.nodeid} uses a browser: it belongs in tests/browser")
            item.add_marker("browser")
        elif used & SERVICE_FIXTURES:
            item.add_marker("service")
    yield  # those not asked for go
    items[:] = spread(items, getattr(config, "workerinput", {}).get("workercount", 1))


def spread(items: list[pytest.Item], hands: int) -> list[pytest.Item]:
    """The same tests so that each of the runner's processes waits and works in turn, and ends with short ones.

    A test with a server waits most of its time and may take a minute; the others take milliseconds and a whole core.
    pytest-xdist gives every process an equal piece of this list, from which the others take the end when they have
    nothing left, but never the last two. So the longest, those with faults, come first. A module stays whole: its
    server is started once.
    """
    waiting = [list(them) for _path, them in groupby((i for i in items if serves(i)), lambda item: item.path)]
    waiting.sort(key=lambda module: FAULTS not in module[0].path.parents)
    working = [item for item in items if not serves(item)]
    share = -(-len(working) // hands)
    dealt: list[pytest.Item] = []
    for hand in range(hands):
        modules, others = waiting[hand::hands], working[hand * share : (hand + 1) * share]
        between = -(-len(others) // (len(modules) + 1))
        for number in range(len(modules) + 1):
            dealt += modules[number] if number < len(modules) else []
            dealt += others[number * between : (number + 1) * between]
    return dealt


def serves(item: pytest.Item) -> bool:
    return item.get_closest_marker("service") is not None


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
