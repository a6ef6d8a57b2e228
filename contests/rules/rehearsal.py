"""What a device's check before the day means: green, yellow or red, and the worst of what is wrong with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from contests.rules.words import Say

#: An answer that takes longer to be kept is noticed; from the second on it is a trouble.
SLOW_MS, STUCK_MS = 1_500, 5_000


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Trouble(StrEnum):
    """The worst first."""

    NOT_SAVED = "not_saved"
    STUCK = "stuck"
    NO_STORAGE = "no_storage"
    NO_SOCKET = "no_socket"
    SLOW = "slow"

    def in_words(self, _: Say) -> str:
        """What is wrong and what to do, for whoever prepares the room."""
        return _SENTENCES[self](_)


_SENTENCES: dict[Trouble, Callable[[Say], str]] = {
    Trouble.NOT_SAVED: lambda _: _("Câu trả lời thử chưa lưu được. Kiểm tra mạng rồi chạy thử lại."),
    Trouble.STUCK: lambda _: _("Mạng rất chậm: hơn 5 giây mới lưu được một câu. Giảm số máy cùng một điểm phát."),
    Trouble.NO_STORAGE: lambda _: _(
        "Máy không giữ được bài khi mất mạng. Tắt cửa sổ ẩn danh, mở lại bằng cửa sổ thường."
    ),
    Trouble.NO_SOCKET: lambda _: _("Kênh trực tiếp bị chặn. Vẫn làm bài được, bài lưu qua đường thường."),
    Trouble.SLOW: lambda _: _("Mạng chậm: hơn 1,5 giây mới lưu được một câu. Vẫn làm bài được."),
}


@dataclass(frozen=True, slots=True)
class Check:
    """What a device found out about itself."""

    socket: bool
    saved: bool
    storage: bool
    round_trip_ms: int

    def troubles(self) -> list[Trouble]:
        """The worst first."""
        there = {
            Trouble.NOT_SAVED: not self.saved,
            Trouble.STUCK: self.round_trip_ms > STUCK_MS,
            Trouble.NO_STORAGE: not self.storage,
            Trouble.NO_SOCKET: not self.socket,
            Trouble.SLOW: SLOW_MS < self.round_trip_ms <= STUCK_MS,
        }
        return [trouble for trouble in Trouble if there[trouble]]

    def light(self) -> Light:
        """Red: not to be used as it is. Yellow: usable, worth a look."""
        troubles = self.troubles()
        if not troubles:
            return Light.GREEN
        return Light.RED if troubles[0] in {Trouble.NOT_SAVED, Trouble.STUCK} else Light.YELLOW


@dataclass(frozen=True, slots=True)
class Sum:
    """A room's devices: how many passed, how many are to be looked at, how many have not been tried yet."""

    good: int
    look: int
    untried: int
    light: Light | None
    worst: Trouble | None


def summed(checks: Iterable[Check], wanted: int) -> Sum:
    """The room's light is its worst device's; green only when as many have passed as are wanted. None: nothing yet."""
    checks = list(checks)
    lights = [check.light() for check in checks]
    good = lights.count(Light.GREEN)
    troubles = {trouble for check in checks for trouble in check.troubles()}
    untried = max(0, wanted - len(checks))
    light: Light | None = None
    if Light.RED in lights:
        light = Light.RED
    elif Light.YELLOW in lights:
        light = Light.YELLOW
    elif good and not untried:
        light = Light.GREEN
    return Sum(good, len(checks) - good, untried, light, next((one for one in Trouble if one in troubles), None))
