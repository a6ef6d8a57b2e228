"""How often boards are sent: every second, and more seldom while that takes too much of a second."""

EVERY_S = (1, 2, 4)
#: A round may take so much of the time between two; then they are spread further apart.
SHARE = 0.25
#: So many quiet rounds, and they come closer again.
QUIET = 5


class Pace:
    """Told how long each round took; says how many seconds apart rounds are, and whether one is due."""

    def __init__(self) -> None:
        self._step = 0
        self._quiet = 0
        self._beats = 0

    @property
    def every(self) -> int:
        """Seconds between two rounds."""
        return EVERY_S[self._step]

    def due(self) -> bool:
        """Whether this beat, one a second, is one of those on which boards are sent."""
        self._beats += 1
        if self._beats < self.every:
            return False
        self._beats = 0
        return True

    def took(self, seconds: float) -> None:
        """How long the last round took until its last socket had its text, with what the beat came late."""
        if seconds > self.every * SHARE:
            self._step, self._quiet = min(self._step + 1, len(EVERY_S) - 1), 0
            return
        closer = EVERY_S[max(0, self._step - 1)]
        self._quiet = self._quiet + 1 if seconds < closer * SHARE / 2 else 0
        if self._quiet >= QUIET:
            self._step, self._quiet = max(0, self._step - 1), 0
