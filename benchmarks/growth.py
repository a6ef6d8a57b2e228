"""What a participant costs as contests grow: everything that one does, at 500, 1,000, 2,000 and 4,000 (FULL=1).

Start, paper, opening, socket, twenty answers, a socket of the board, the hand-in. The length of a contest is the same
at every size, so a larger one is denser, and every text of the board goes to more people. One web process.
"""

import asyncio
import json
import random
import time
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from benchmarks import wire
from benchmarks.context import Context
from benchmarks.ground import Place
from benchmarks.processes import Served
from benchmarks.results import Gate, InvalidRun, Result
from benchmarks.storm import begun
from benchmarks.web import Browser

PRODUCT = "backend.serve:application"
AT_ONCE = 24  # starts under way; `storm` measures what happens when all press at once
ANSWERS = 20
LENGTH_S = 40.0  # of the answering; hand-ins come in its last quarter
GROWTH = (1.10, 1.20)
PATIENCE_S = 60.0


@dataclass
class Turn:
    """One participant: the socket of the attempt, the one of the board, and what is still unanswered."""

    opening: int = 0
    line: wire.Socket | None = None
    board: wire.Socket | None = None
    waiting: int = 0
    submitted: bool = False
    trouble: str = ""

    def heard(self, payload: bytes) -> None:
        said = json.loads(payload)
        if said["type"] == "verdicts":
            self.waiting -= 1
            self.submitted = self.submitted or bool(said["submitted"])
            if any(verdict["verdict"] != "stored" for verdict in said["verdicts"]):
                self.trouble = str(said)
        elif said["type"] == "error":
            self.trouble = str(said)


def run(context: Context) -> Result:
    result = Result("growth", f"Cost of a participant, {ANSWERS} answers in {LENGTH_S:.0f} s ({context.server})")
    sizes = (500, 1_000, 2_000, 4_000) if context.full else (125, 500)
    for size in sizes:
        with context.ground.place(context.people, context.begun) as place:
            context.say(f"growth: {size} participants")
            row = _contest(context, place, size)
            context.say(f"  {row['CPU ms each']} ms each")
            result.rows.append(row)
    first, last = result.rows[0]["CPU ms each"], result.rows[-1]["CPU ms each"]
    if context.full:
        what = f"{sizes[-1]:,} participants against {sizes[0]:,}, each"
        result.gates.append(Gate(what, round(last / first, 3), *GROWTH))
    return result


def _contest(context: Context, place: Place, size: int) -> dict[str, Any]:
    sessions = place.world.sessions[context.begun :][:size]
    if len(sessions) < size:
        raise InvalidRun(f"the world has {len(sessions)} people left")
    with place.serving(PRODUCT, context.server) as served:
        turns = [Turn() for _session in sessions]
        return wire.run(_played(served, place, turns, sessions))  # type: ignore[return-value]


async def _played(served: Served, place: Place, turns: list[Turn], sessions: list[str]) -> dict[str, Any]:
    marks = [_used(served, place)]
    await _each(list(range(len(turns))), lambda number: _start(served.url, place, turns[number], sessions[number]))
    marks.append(_used(served, place))
    began = time.monotonic()
    await _answers(place, turns)
    wall = time.monotonic() - began
    marks.append(_used(served, place))
    troubles = [turn.trouble for turn in turns if turn.trouble or not turn.submitted]
    gone = sum(bool(turn.board and turn.board.closed.done()) for turn in turns)
    if troubles or gone:
        raise InvalidRun(f"{len(troubles)} turns went wrong, {gone} boards closed; first: {troubles[:1]}")
    await wire.end_all([socket for turn in turns for socket in (turn.line, turn.board) if socket])
    size, texts = len(turns), sum(turn.board.frames for turn in turns if turn.board)
    spent = [tuple(b - a for a, b in zip(one, two, strict=True)) for one, two in pairwise(marks)]
    return {
        "participants": size,
        "CPU ms each": round(sum(sum(part) for part in spent) * 1000 / size, 2),
        "start web": round(spent[0][0] * 1000 / size, 2),
        "start database": round(spent[0][1] * 1000 / size, 2),
        "sitting web": round(spent[1][0] * 1000 / size, 2),
        "sitting database": round(spent[1][1] * 1000 / size, 2),
        "redis": round(sum(part[2] for part in spent) * 1000 / size, 3),
        "board texts each": round(texts / size, 1),
        "took s": round(wall, 1),
        "web MB": served.memory_kb // 1024,
    }


def _used(served: Served, place: Place) -> tuple[float, float, float]:
    return served.cpu_s, *place.service_cpu()


async def _each(numbers: list[int], work: Any) -> None:
    """So many at a time, until all are done."""
    left = iter(numbers)

    async def some() -> None:
        for number in left:
            await work(number)

    await asyncio.gather(*(some() for _number in range(AT_ONCE)))


async def _start(url: str, place: Place, turn: Turn, session: str) -> None:
    browser = Browser(url, session)
    paper = await begun(browser, place.world.code)
    browser.hang_up()
    turn.opening = paper.opening
    turn.line = await wire.opened(url, paper.socket, turn.heard, session)
    turn.board = await wire.opened(url, f"/ws/board/{place.world.code}/", lambda payload: None, session)


async def _answers(place: Place, turns: list[Turn]) -> None:
    """Everybody's twenty answers, each at a moment of its own; the last one goes out with the hand-in."""
    dice, plan = random.Random(1), []
    for number in range(len(turns)):
        moments = sorted(dice.random() * LENGTH_S * 0.75 for _answer in range(ANSWERS - 1))
        plan += [(at, number, seq) for seq, at in enumerate(moments, start=1)]
        plan.append((LENGTH_S * (0.75 + dice.random() * 0.25), number, ANSWERS))
    began = time.monotonic()
    for at, number, seq in sorted(plan):
        if (early := began + at - time.monotonic()) > 0.002:
            await asyncio.sleep(early)
        turn = turns[number]
        item, value = place.world.choices[(2 * seq) % len(place.world.choices)]
        answer = {"item": item, "value": value, "opening": turn.opening, "seq": seq}
        message = {"type": "answers", "id": str(seq), "answers": [answer], "submit": seq == ANSWERS}
        turn.waiting += 1
        assert turn.line is not None
        turn.line.say(json.dumps(message, separators=(",", ":")).encode())
    async with asyncio.timeout(PATIENCE_S):
        while any(turn.waiting for turn in turns):  # noqa: ASYNC110 - an event for each verdict would cost more
            await asyncio.sleep(0.1)
