"""Every route of the site by name: what walks them all meets a new one without being told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

#: Superusers' read-only tables; its own walk is in test_admin.py.
ELSEWHERE = {"admin"}


@dataclass(frozen=True)
class Route:
    """`parameters` are those its address takes, in their order."""

    name: str
    parameters: tuple[str, ...]


def routes(resolver: URLResolver | None = None, space: str = "", taken: tuple[str, ...] = ()) -> Iterator[Route]:
    """Every named route of the site with the names of its parameters."""
    for entry in (resolver or get_resolver()).url_patterns:
        parameters = (*taken, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            namespace = f"{space}{entry.namespace}:" if entry.namespace else space
            if entry.namespace not in ELSEWHERE:
                yield from routes(entry, namespace, parameters)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"a route without a name: {entry.pattern}"
            yield Route(f"{space}{entry.name}", parameters)


def tables() -> dict[str, Mapping[str, Mapping[str, int]]]:
    """All `tests/permissions_*.py` in one: route, then method, then what each role is answered."""
    found: dict[str, Mapping[str, Mapping[str, int]]] = {}
    for path in sorted(Path(__file__).parent.glob("permissions_*.py")):
        found |= import_module(f"tests.{path.stem}").ROUTES
    return found
