"""The order that the suite gives its tests loses none, and leaves a module's tests with a server together."""

from itertools import groupby

import pytest

from tests.conftest import serves, spread


@pytest.mark.parametrize("hands", [1, 2, 3, 7])
def test_every_test_is_there_once(request: pytest.FixtureRequest, hands: int) -> None:
    items = request.session.items
    for some in (items, items[:1], items[: hands + 1], []):
        assert sorted(item.nodeid for item in spread(some, hands)) == sorted(item.nodeid for item in some)


@pytest.mark.parametrize("hands", [1, 2, 3, 7])
def test_what_shares_a_server_stays_together(request: pytest.FixtureRequest, hands: int) -> None:
    dealt = spread(request.session.items, hands)
    modules = [path for (path, waits), _run in groupby((item.path, serves(item)) for item in dealt) if waits]
    assert len(modules) == len(set(modules))
