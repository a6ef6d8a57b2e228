"""The faults themselves. Each waits for the middle of a burst, does it, and says what it hit."""

import itertools
import time
from collections.abc import Callable, Sequence

from tests.faults.checks import Fault
from tests.faults.player import Player
from tests.faults.stage import Stage

ENOUGH = 20
ARRIVES_WITHIN_S = 0.4  # verdicts that left before a process stopped still lie in the sockets' buffers
WAITS_S = 60.0

Act = Callable[[Stage, Player], Fault | None]


def _kill_web(stage: Stage, player: Player, numbers: Sequence[int], kind: str, enough: int) -> Fault | None:
    """Stop one where it stands; killed there when enough answers are without a verdict, else it goes on.

    The processes take turns: sockets may all be on one of them.
    """
    give_up = time.monotonic() + WAITS_S
    for number in itertools.cycle(numbers):
        if not player.in_a_burst(give_up - time.monotonic()):
            return None
        one = stage.web[number]
        one.pause()
        time.sleep(ARRIVES_WITHIN_S)
        if (stuck := player.stuck) >= enough:
            at = time.monotonic()
            one.kill()
            one.start()
            return Fault(kind, at, time.monotonic(), stuck, kill=True)
        one.resume()
    return None


def web(stage: Stage, player: Player) -> Fault | None:
    """kill -9 of a web process, each in its turn."""
    player.turn += 1
    numbers = [(player.turn + step) % len(stage.web) for step in range(len(stage.web))]
    enough = min(ENOUGH, max(1, player.students // (3 * len(stage.web))))
    return _kill_web(stage, player, numbers, "web process killed", enough)


def keeper(stage: Stage, player: Player) -> Fault | None:
    """kill -9 of the process that keeps the boards, however many sockets it has."""
    return _kill_web(stage, player, [stage.keeper()], "lease holder killed", 0)


def _when_busy(player: Player, kind: str, act: Callable[[], object], *, kill: bool = False) -> Fault | None:
    if not player.in_a_burst(WAITS_S):
        return None
    at, out = time.monotonic(), player.outstanding
    act()
    return Fault(kind, at, time.monotonic(), out, kill=kill)


def redis(stage: Stage, player: Player) -> Fault | None:
    """kill -9 of Redis; it stays away for 2 s."""

    def act() -> None:
        assert stage.set_ is not None
        stage.set_.redis.kill()
        time.sleep(2)
        stage.set_.redis.start()

    return _when_busy(player, "Redis killed, away for 2 s", act, kill=True)


def flush(stage: Stage, player: Player) -> Fault | None:
    """Redis forgets everything."""
    assert stage.set_ is not None
    return _when_busy(player, "Redis flushed", stage.set_.redis.flush)


def postgres(stage: Stage, player: Player) -> Fault | None:
    """kill -9 of PostgreSQL and all its backends, and a start: it recovers from its log."""

    def act() -> None:
        assert stage.set_ is not None
        stage.set_.postgres.kill()
        stage.set_.postgres.start()

    return _when_busy(player, "PostgreSQL killed", act, kill=True)


def reset(stage: Stage, player: Player) -> Fault | None:
    """All lines of the crowd are cut with RST."""
    return _when_busy(player, "lines reset", lambda: stage.front.reset(0.8))


def half_open(stage: Stage, player: Player) -> Fault | None:
    """Half of the crowd's lines go dead without a word."""
    return _when_busy(player, "lines half open", lambda: stage.front.half_open(0.5))


def cut_replies(stage: Stage, player: Player) -> Fault | None:
    """Requests arrive, replies do not."""
    return _when_busy(player, "replies cut", lambda: stage.front.cut_replies(0.8, 0.5))


def database_reset(stage: Stage, player: Player) -> Fault | None:
    """All lines between the web processes and PostgreSQL are cut with RST."""
    assert stage.database is not None
    return _when_busy(player, "database lines reset", stage.database.reset)


def database_cut(stage: Stage, player: Player) -> Fault | None:
    """PostgreSQL commits, and its word does not come back."""
    assert stage.database is not None
    between = stage.database
    return _when_busy(player, "database replies cut", lambda: between.cut_replies(1.0, 0.5))


# What takes longest to be found out comes last: a fault waits until the one before it is over.
ALONE: tuple[Act, ...] = (web, reset, web, cut_replies, web, half_open)
TOGETHER: tuple[Act, ...] = (
    web, redis, database_cut, keeper, postgres, reset, flush, web, database_reset, cut_replies, half_open,
)  # fmt: skip
