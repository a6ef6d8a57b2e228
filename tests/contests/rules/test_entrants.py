"""Lists as people paste them, and what a device's check means."""

from contests.rules.entrants import MOST_LINES, Line, lines_of
from contests.rules.rehearsal import Check, Light, Trouble, summed


def test_lines_in_every_shape_that_is_pasted() -> None:
    text = "12. Nguyễn Văn  An, 10A1\n\nHS0042\n3\tLê Thị Bé\t10A2\t\nTrần Út;11B\r\n   \nĐỗ Mỵ"
    assert lines_of(text) == [
        Line(1, "Nguyễn Văn An", "10A1"),
        Line(3, "HS0042"),
        Line(4, "Lê Thị Bé", "10A2"),
        Line(5, "Trần Út", "11B"),
        Line(7, "Đỗ Mỵ"),
    ]
    assert len(lines_of("An\n" * (MOST_LINES + 50))) == MOST_LINES + 1


GOOD = Check(socket=True, saved=True, storage=True, round_trip_ms=80)
BLOCKED = Check(socket=False, saved=True, storage=True, round_trip_ms=2_000)
LOST = Check(socket=True, saved=False, storage=False, round_trip_ms=80)


def test_a_device_has_the_light_of_its_worst_trouble() -> None:
    assert (GOOD.light(), GOOD.troubles()) == (Light.GREEN, [])
    assert (BLOCKED.light(), BLOCKED.troubles()) == (Light.YELLOW, [Trouble.NO_SOCKET, Trouble.SLOW])
    assert (LOST.light(), LOST.troubles()[0]) == (Light.RED, Trouble.NOT_SAVED)


def test_a_room_is_green_only_when_all_have_passed() -> None:
    assert summed([], 2).light is None
    assert (summed([GOOD], 2).light, summed([GOOD], 2).untried) == (None, 1)
    assert summed([GOOD, GOOD, GOOD], 2).light is Light.GREEN
    mixed = summed([GOOD, BLOCKED, LOST], 5)
    assert (mixed.good, mixed.look, mixed.untried, mixed.light, mixed.worst) == (1, 2, 2, Light.RED, Trouble.NOT_SAVED)
