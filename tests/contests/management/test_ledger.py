"""The ledger must see every way of losing an answer, and must not cry over what is allowed."""

import pytest

from contests.management.simulation.ledger import Ledger, Sending, percentile

ITEM = 7


def sent(ledger: Ledger, *, opening: int = 1, seq: int, value: str, verdict: str = "", at: float = 0.0) -> Sending:
    sending = Sending(attempt=1, item=ITEM, value=[value], opening=opening, seq=seq)
    ledger.note(sending, at)
    if verdict:
        ledger.judge(1, {"item": ITEM, "opening": opening, "seq": seq, "verdict": verdict}, at + 0.25)
    return sending


def lost(ledger: Ledger, *stored: object) -> int:
    return len(ledger.lost({(1, ITEM): stored} if stored else {}))  # type: ignore[dict-item]


@pytest.fixture
def ledger() -> Ledger:
    """Two answers to one item, both acknowledged as stored."""
    made = Ledger()
    sent(made, seq=1, value="a", verdict="stored")
    sent(made, seq=2, value="b", verdict="stored")
    return made


def test_the_newest_acknowledged_answer_stands(ledger: Ledger) -> None:
    assert lost(ledger, 1, 2, ["b"]) == 0


def test_an_older_answer_in_the_database_is_a_loss(ledger: Ledger) -> None:
    assert lost(ledger, 1, 1, ["a"]) == 1


def test_another_value_under_the_same_number_is_a_loss(ledger: Ledger) -> None:
    assert lost(ledger, 1, 2, ["a"]) == 1


def test_a_missing_row_is_a_loss(ledger: Ledger) -> None:
    assert lost(ledger) == 1


def test_a_newer_answer_that_was_never_acknowledged_may_stand(ledger: Ledger) -> None:
    sent(ledger, seq=3, value="c")
    assert lost(ledger, 1, 3, ["c"]) == 0


def test_a_later_opening_outweighs_a_greater_sequence(ledger: Ledger) -> None:
    sent(ledger, opening=2, seq=1, value="c", verdict="stored")
    assert lost(ledger, 1, 9, ["b"]) == 1
    assert lost(ledger, 2, 1, ["c"]) == 0


def test_what_was_not_acknowledged_as_stored_promises_nothing() -> None:
    ledger = Ledger()
    sent(ledger, seq=1, value="a", verdict="late")
    sent(ledger, seq=2, value="b", verdict="superseded")
    sent(ledger, seq=3, value="c")
    assert lost(ledger) == 0


def test_server_error_leaves_an_answer_open() -> None:
    ledger = Ledger()
    sent(ledger, seq=1, value="a")
    error = {"item": ITEM, "opening": 1, "seq": 1, "verdict": "refused", "code": "server_error"}
    assert ledger.judge(1, error, 1.0) is None
    assert ledger.outstanding == 1


def test_figures_count_from_the_first_send_to_the_verdict() -> None:
    ledger = Ledger()
    sending = sent(ledger, seq=1, value="a")
    ledger.note(sending, 5.0)  # sent again: the first time counts
    ledger.judge(1, {"item": ITEM, "opening": 1, "seq": 1, "verdict": "stored"}, 6.0)
    figures = ledger.figures({(1, ITEM): (1, 1, ["a"])})
    assert {name: figures[name] for name in ("sent", "acknowledged", "stored", "lost", "late")} == {
        "sent": 1,
        "acknowledged": 1,
        "stored": 1,
        "lost": 0,
        "late": 0,
    }
    assert figures["p50"] == figures["p99"] == 6000.0


def test_a_second_verdict_changes_nothing(ledger: Ledger) -> None:
    assert ledger.judge(1, {"item": ITEM, "opening": 1, "seq": 2, "verdict": "refused"}, 9.0) is None
    assert ledger.outstanding == 0


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([], 99, None), ([4.0], 99, 4.0), ([float(n) for n in range(1, 101)], 99, 99.0), ([1.0, 2.0, 3.0], 50, 2.0)],
)
def test_percentile_is_the_nearest_rank(values: list[float], percent: float, expected: float | None) -> None:
    assert percentile(values, percent) == expected
