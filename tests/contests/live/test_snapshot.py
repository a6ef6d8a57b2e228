"""Which of two texts is the newer, and when one heard of is too old to trust."""

import pytest

from contests.live import snapshot as module
from contests.live.snapshot import Snapshot, Snapshots


def board(epoch: int, version: int) -> Snapshot:
    return Snapshot("AAAAAA", epoch, version, f"{epoch}.{version}")


def test_only_newer_texts_are_taken() -> None:
    kept = Snapshots()
    taken = [kept.take(board(*order)) for order in ((1, 1), (1, 3), (1, 2), (1, 3), (2, 1), (1, 9), (2, 2))]
    assert taken == [True, True, False, False, True, False, True]
    newest = kept.fresh("AAAAAA")
    assert newest is not None
    assert newest.order == (2, 2)


def test_a_keeper_that_fell_silent_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Snapshots()
    kept.take(board(1, 1))
    monkeypatch.setattr(module, "FRESH_S", -1.0)
    assert kept.fresh("AAAAAA") is None


def test_the_same_text_again_is_a_sign_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 10.0, 20.0])
    monkeypatch.setattr(module.time, "monotonic", lambda: next(times))
    kept = Snapshots()
    kept.take(board(1, 1))
    assert not kept.take(board(1, 1))
    assert kept.fresh("AAAAAA") == board(1, 1)
