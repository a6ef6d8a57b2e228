"""The order of these tests, so that several processes are done with them soon."""

from itertools import chain, zip_longest
from pathlib import Path

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Between two that play a contest comes one that does not.

    pytest-xdist hands a process its next test while it is still busy with one: of two long ones in a row the second
    would wait a minute and more behind the first, while the others have nothing left to do.
    """
    ours = [number for number, item in enumerate(items) if Path(__file__).parent in item.path.parents]
    played = [items[number] for number in ours if items[number].get_closest_marker("service")]
    quick = [items[number] for number in ours if not items[number].get_closest_marker("service")]
    woven = (item for item in chain(*zip_longest(played, quick)) if item)
    for number, item in zip(ours, woven, strict=True):
        items[number] = item
