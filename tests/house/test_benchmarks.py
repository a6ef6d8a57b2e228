"""The benchmarks' own parts: what they judge by, what they send, and the arithmetic of docs/capacity.md."""

import asyncio
import json

import pytest
from websockets.asyncio.server import ServerConnection, serve

from benchmarks import capacity, wire
from benchmarks.results import Gate, Result, percentile


@pytest.mark.parametrize(
    ("value", "direction", "kept", "reached"),
    [(1.1, "at most", True, True), (1.5, "at most", True, False), (1.7, "at most", False, False),
     (22, "at least", True, True), (16, "at least", True, False), (14, "at least", False, False)],
)  # fmt: skip
def test_a_gate_knows_its_side(value: float, direction: str, kept: bool, reached: bool) -> None:
    goal, limit = (1.3, 1.6) if direction == "at most" else (20, 15)
    gate = Gate("ratio", value, goal, limit, direction)
    assert (gate.kept, gate.reached) == (kept, reached)
    assert Result("name", "title", rows=[{"a": 1}], gates=[gate]).kept == kept
    assert ("MISSED" in gate.line()) == (not kept)


def test_what_could_not_be_measured_fails_the_run() -> None:
    assert not Result("name", "title", failures=["a door that hangs"]).kept


def test_percentiles() -> None:
    assert percentile([float(number) for number in range(100)], 99) == 99
    assert percentile([], 50) is None


async def test_the_cheap_client_speaks_with_a_real_server() -> None:
    async def echo(line: ServerConnection) -> None:
        async for text in line:
            await line.send(text)

    texts = [b"short", b"x" * 1_900, "chữ có dấu".encode(), b"y" * 70_000]
    heard: list[bytes] = []
    async with serve(echo, "127.0.0.1", 0, max_size=100_000) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        socket = await wire.opened(url, "/", heard.append)
        for text in texts:
            socket.say(text)
        async with asyncio.timeout(10):
            while len(heard) < len(texts):  # noqa: ASYNC110 - a client without events of its own
                await asyncio.sleep(0.01)
        await wire.end_all([socket])
    assert heard == texts
    assert socket.frames == len(texts)


def test_capacity_is_reckoned_from_what_was_measured() -> None:
    """By hand: 10,000 answers of 0.2 ms, 40 each in 45 minutes, four times the mean in the busiest minute."""
    cost = capacity.Measured(
        login_web=20, login_database=4, start_web=40, start_database=8, answer_web_us=200, answer_database_us=100,
        text_us=20, socket_kb=30, page_kb=100,
    )  # fmt: skip
    column = capacity.reckoned(10_000, cost)
    assert column["answers, per second (busiest minute)"] == "593"
    assert column["CPU of answers, cores"] == "0.12"
    assert column["CPU of board texts (one a second), cores"] == "0.20"
    assert column["CPU of starts, cores"] == "3.33"
    assert column["**web processes, a core each**"] == "**8**"
    assert column["open files at the proxy"] == "40,000"


def test_capacity_reads_what_a_run_prints() -> None:
    way = {
        "server": "uvicorn",
        "database": "PostgreSQL",
        "way": "our socket, group commit",
        "web us": 1,
        "database us": 2,
    }
    each = {"web ms each": 3, "database ms each": 4}
    rows = {
        "storm": [{"what": "log in by QR", **each}, {"what": "start, first question", **each}],
        "answers": [way],
        "fanout": [{"server": "uvicorn", "way": "our hub", "web us": 5}],
        "idle": [{"KB each": 6}],
        "slow_line": [{"first kB": 7}],
    }
    printed = json.loads(json.dumps([{"name": name, "rows": found} for name, found in rows.items()]))
    assert "| one board text to one socket | 0.005 ms |" in capacity.table(capacity.measured(printed))
