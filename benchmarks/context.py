"""What every benchmark is told: how long, how many, on which server, and whom to tell how it goes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.ground import Ground


@dataclass
class Context:
    ground: Ground
    say: Callable[[str], None]
    full: bool = False
    seconds: float = 1.5
    clients: int = 200
    repeats: int = 5
    server: str = "uvicorn"
    _seq: int = field(default=0)

    @property
    def people(self) -> int:
        """How many pupils the shared database has."""
        return 5_000 if self.full else 1_250

    @property
    def begun(self) -> int:
        """How many of them sit the contest already; the others are for those benchmarks that begin with the start."""
        return max(self.clients, 600 if self.full else 250)

    def next_seq(self) -> int:
        """A number above all that the stretches before have used."""
        self._seq += 1_000_000
        return self._seq
