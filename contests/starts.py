"""Where starts enter: all who press the button in the same moment begin together, in one transaction and few queries.

When a province begins at 19:30 nearly all of a start's work is the same for everybody who is beginning.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.refusals import Refusal
from backend.together import Together
from contests import access
from contests.actions.starting import Press, Started, start_attempts
from contests.queries.standing import Stands, standings


@dataclass(frozen=True, slots=True)
class _Wish:
    code: str
    press: Press


@dataclass(frozen=True, slots=True)
class Begun:
    """What a press of the button has led to; `stands` where it has opened the paper as well."""

    started: Started
    stands: Stands | None


def begin(code: str, press: Press) -> Begun:
    """The attempt of one who has pressed the button in the lobby of this contest. Raises Refusal."""
    return _together.ask(_Wish(code, press))


def _begin_all(wishes: Sequence[_Wish]) -> list[Begun | Exception]:
    came: dict[int, Started | Refusal] = {}
    for code in {wish.code for wish in wishes}:
        its = [number for number, wish in enumerate(wishes) if wish.code == code]
        came |= dict(zip(its, _of_contest(code, [wishes[number].press for number in its]), strict=True))
    opened = [one.attempt.pk for one in came.values() if isinstance(one, Started) and one.opened]
    stands = standings(opened, max(wish.press.at for wish in wishes))
    return [_result(came[number], stands) for number in range(len(wishes))]


def _of_contest(code: str, presses: Sequence[Press]) -> Sequence[Started | Refusal]:
    try:
        return start_attempts(contest=access.contest_to_enter(code), presses=presses)
    except Refusal as refusal:
        return [refusal] * len(presses)


def _result(one: Started | Refusal, stands: dict[int, Stands]) -> Begun | Exception:
    return one if isinstance(one, Refusal) else Begun(one, stands[one.attempt.pk] if one.opened else None)


_together = Together(_begin_all)
