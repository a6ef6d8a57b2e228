"""Who sits what: everything a simulated crowd must be told before it starts. Plain values only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """An item of the paper with what the crowd needs to be right or wrong on purpose."""

    id: int
    kind: str
    options: tuple[str, ...]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Sitter:
    """A pupil who takes part: a name for the log and the session cookie of a login."""

    name: str
    session: str


@dataclass(frozen=True)
class Cast:
    """A contest and its crowd. Moments are seconds since the epoch by the server's clock."""

    contest: str
    opens_at: float
    closes_at: float
    items: tuple[Item, ...]
    sitters: tuple[Sitter, ...]
    cookie: str = "sessionid"
