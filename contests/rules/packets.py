"""The message of answers as it travels by socket and by HTTP, checked field by field.

`{"type": "answers", "id": str, "answers": [{"item", "value", "opening", "seq"}, ...], "submit": bool}`; where the
contest asks for a prediction also `"prediction": whole number`; `"opening"`, the opening that the device is in.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

MOST_ANSWERS = 50
MOST_BYTES = 16 * 1024
MOST_VALUES = 40
LONGEST_VALUE = 500
LARGEST = 2**31 - 1
LARGEST_PREDICTION = 9_999_999


def state_told(state: str, *, cancelled: bool, over: bool = False) -> str:
    """How an attempt stands as its pupil's device is told: `sitting`, `submitted`, `closed` or `cancelled`.

    `over`: its time and the grace have passed, whether or not the loop has closed it.
    """
    if cancelled:
        return "cancelled"
    return "closed" if over and state == "sitting" else state


@dataclass(frozen=True, slots=True)
class Given:
    """What a pupil gave for one item. The larger (opening, seq) stands."""

    item: int
    value: tuple[str, ...]
    opening: int
    seq: int

    @property
    def order(self) -> tuple[int, int]:
        return self.opening, self.seq


@dataclass(frozen=True, slots=True)
class Packet:
    """Answers of one attempt as one door received them, stamped with the moment of receipt."""

    attempt: int
    given: tuple[Given, ...]
    submit: bool
    received_at: datetime
    id: str = ""
    prediction: int | None = None
    opening: int = 0  # that the device is in; 0: not said

    def heeding(self, openings: int) -> "Packet":
        """Without its hand-in where the paper has been opened elsewhere since: the pupil goes on there."""
        return replace(self, submit=False) if 0 < self.opening < openings else self


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one answer: stored, superseded, late, or refused with a code. Never points."""

    item: int
    opening: int
    seq: int
    verdict: str
    code: str = ""

    def message(self) -> dict[str, object]:
        shape: dict[str, object] = {
            "item": self.item,
            "opening": self.opening,
            "seq": self.seq,
            "verdict": self.verdict,
        }
        if self.code:
            shape["code"] = self.code
        return shape


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a packet: a verdict for each answer, in order, and how the attempt stands."""

    verdicts: tuple[Verdict, ...]
    submitted: bool
    state: str
    due_at: datetime | None = None  # empty when not even the attempt could be read

    def message(self, packet_id: str, now: datetime) -> dict[str, object]:
        shape: dict[str, object] = {
            "type": "verdicts",
            "id": packet_id,
            "verdicts": [verdict.message() for verdict in self.verdicts],
            "submitted": self.submitted,
            "state": self.state,
            "server_time": now.isoformat(timespec="milliseconds"),
        }
        if self.due_at is not None:
            shape["due_at"] = self.due_at.isoformat()
        return shape

    def text(self, packet_id: str, now: datetime) -> str:
        """The same as it travels on the socket."""
        return _written(self.message(packet_id, now))


#: Made once: `json.dumps` makes one for each call that wants other separators.
_written = json.JSONEncoder(separators=(",", ":")).encode


class Malformed(ValueError):
    """The message is not of the protocol's shape; `code` goes into the error answer."""

    def __init__(self, code: str = "malformed") -> None:
        super().__init__(code)
        self.code = code


def packet_of(message: object, *, attempt: int, received_at: datetime) -> Packet:
    """The packet in a decoded JSON message. Raises Malformed; fields that are not the protocol's are ignored."""
    if not isinstance(message, Mapping):
        raise Malformed
    if message.get("type", "answers") != "answers":
        raise Malformed("unknown_type")
    packet_id = message.get("id", "")
    answers = message.get("answers", [])
    submit = message.get("submit", False)
    if not isinstance(packet_id, str) or len(packet_id) > 40 or not isinstance(submit, bool):
        raise Malformed
    prediction = message.get("prediction")
    if not isinstance(answers, list) or len(answers) > MOST_ANSWERS:
        raise Malformed
    if not (answers or submit or prediction is not None):
        raise Malformed
    return Packet(
        attempt,
        tuple(map(_given, answers)),
        submit,
        received_at,
        packet_id,
        prediction=None if prediction is None else _whole(prediction, LARGEST_PREDICTION),
        opening=_whole(message.get("opening", 0)),
    )


def typed_number(text: str) -> int | None:
    """A prediction as people type it: `12345`, `12.345`, `12 345`. None where it is no such number."""
    plain = re.sub(r"[\s\u00a0\u202f]", " ", text.strip())
    if not re.fullmatch(r"[0-9]+|[0-9]{1,3}(?:[., ][0-9]{3})+", plain):
        return None
    digits = re.sub(r"[., ]", "", plain)
    number = int(digits) if len(digits) <= 20 else LARGEST_PREDICTION + 1
    return number if number <= LARGEST_PREDICTION else None


def _given(answer: object) -> Given:
    if not isinstance(answer, Mapping):
        raise Malformed
    value = answer.get("value")
    if not isinstance(value, list) or len(value) > MOST_VALUES:
        raise Malformed
    if not all(isinstance(part, str) and len(part) <= LONGEST_VALUE for part in value):
        raise Malformed
    return Given(
        item=_whole(answer.get("item")),
        value=tuple(value),
        opening=_whole(answer.get("opening")),
        seq=_whole(answer.get("seq")),
    )


def _whole(number: object, largest: int = LARGEST) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= largest:
        raise Malformed
    return number
