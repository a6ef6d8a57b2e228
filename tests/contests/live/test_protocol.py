"""docs/live-protocol.md, the messages and the names on the layer say the same."""

import json
import re
from dataclasses import fields
from datetime import UTC, datetime

from contests.consumers import attempt as attempt_socket
from contests.consumers import board as socket
from contests.live import attempts, hub, messages, topics
from contests.live.messages import BoardText, TopRow
from contests.queries.board import RowServed
from contests.rules import packets
from tests.serving import ROOT

PAGE = (ROOT / "docs" / "live-protocol.md").read_text(encoding="utf-8")


def chapter(title: str) -> str:
    return PAGE.split(f"## {title}\n")[1].split("\n## ")[0]


def example(title: str) -> dict:
    """The first indented block of a chapter."""
    block = re.search(r"(?:^    .*\n)+", chapter(title), re.MULTILINE)
    assert block
    return json.loads(block.group())


def first_cells(title: str) -> set[str]:
    """What stands in code in the first column of a chapter's tables."""
    cells = re.findall(r"^\| ([^|]+) \|", chapter(title), re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def close_codes(title: str) -> set[int]:
    return {int(code) for code in re.findall(r"^\| (\d{4}) \|", chapter(title), re.MULTILINE)}


def text() -> dict:
    row = TopRow(1, False, "N.V.A · 10A1", ("THPT Cái Nước",), 950, 2)
    at = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    board = BoardText("ABCDEF", 1, 12, at, False, 190, 110, 180, (row,), ((950, 1, 1), (900, 2, 5)))
    return json.loads(board.text())


def test_the_example_is_what_the_code_writes() -> None:
    assert text() == example("The board")


def test_every_field_is_explained_and_no_other() -> None:
    written = text()
    assert first_cells("The board") == (set(written) | set(written["top"][0])) - {"type", "contest"} | {"every"}


def test_limits_are_those_of_the_code() -> None:
    assert messages.MOST_BYTES < 2048
    assert "under 2,048 bytes" in PAGE
    assert f"At most {messages.MOST_STEPS}\nsteps" in PAGE
    assert f"At most {packets.MOST_ANSWERS} answers" in PAGE
    assert packets.MOST_BYTES == 16 * 1024


def test_close_codes_are_those_of_the_socket() -> None:
    said = (socket.MALFORMED, socket.SIGNED_OUT, socket.NOT_ALLOWED, socket.NOT_THERE, socket.TRY_LATER, hub.BEHIND)
    assert close_codes("The board") == set(said)
    pupil = attempt_socket
    ours = {pupil.MALFORMED, pupil.SIGNED_OUT, pupil.NOT_THERE, attempts.ANOTHER_OPENING, attempts.TOO_MANY}
    assert close_codes("Answers") == ours
    assert socket.TRY_LATER == hub.TRY_LATER
    assert socket.FRAMES_IGNORED == 5


def test_names_on_the_layer_are_those_of_topics() -> None:
    assert first_cells("Between processes") == {
        *(topics.BOARD_TEXT, topics.BOARD_CHANGED, topics.BOARD_RECHECK),
        *(topics.ATTEMPTS_TOLD, topics.ATTEMPTS_HERE, topics.ANSWERS_CAME),
    }
    assert f"`{topics.BOARDS}`" in chapter("Between processes")


def test_rows_for_staff_have_the_fields_that_are_said() -> None:
    said = re.search(r'"rows": \[\{([^}]+)\}', chapter("The board"))
    assert said
    assert re.findall(r'"(\w+)"', said.group(1)) == [field.name for field in fields(RowServed)]


def test_verdicts_are_explained() -> None:
    assert {"stored", "superseded", "late", "refused"} <= first_cells("Answers")
