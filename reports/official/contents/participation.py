"""Who took part: persons and turns of every scope, each rate beside what it was divided by."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Taking:
    """Persons and turns of a scope, with coverage and rate.

    `rate` is `enrolled_participants` of `enrolled` pupils in percent, over the `enrolled_schools` whose number of
    pupils is known; `exceeds` says that more took part than there should be, so that the number must be checked.
    `girls` is None where it, or the rest, would tell of fewer persons than may be published.
    """

    participants: int
    girls: int | None
    turns: int
    schools_invited: int
    schools_taking_part: int
    coverage: float | None
    enrolled: int | None
    enrolled_schools: int
    enrolled_participants: int
    rate: float | None
    exceeds: bool
    right: int
    items: int
    right_share: float | None


@dataclass(frozen=True)
class Change:
    """This period less the one before of the same length or kind; points are percentage points, None if not known."""

    first: date
    last: date
    participants: int
    turns: int
    schools_taking_part: int
    coverage: float | None
    rate: float | None
    right_share: float | None


@dataclass(frozen=True)
class ContestLine:
    """A contest run here. `level` is its round: school, cluster, commune, district, province.

    `merged` is how many contests are told in this one line because too few took part in each; it has no code then.
    """

    code: str
    title: str
    audience: str
    level: str
    first_day: date
    last_day: date
    schools_invited: int
    participants: int
    turns: int
    merged: int = 0


@dataclass(frozen=True)
class AudienceLine:
    """`pupils` (grades 1 to 12), `students` (colleges and universities), `teachers`: never added to each other.

    `learners` are pupils and students in one line, published where one of them is too few to be told apart.
    """

    audience: str
    participants: int
    girls: int | None
    turns: int


@dataclass(frozen=True)
class KindLine:
    """Persons and turns by a code: of a channel (`online`, `lan`, `paper`) or a round (`school` … `province`).

    `merged` is how many codes are told in this one line because each was too few to publish; it has no code then.
    """

    code: str
    participants: int
    turns: int
    merged: int = 0


@dataclass(frozen=True)
class WeekLine:
    """A week from its Monday. `newcomers` took part for the first time in the period, so they add up to all.

    `weeks` is how many weeks are told in this one line, because persons or newcomers of one were too few to publish.
    """

    monday: date
    participants: int
    newcomers: int
    turns: int
    weeks: int = 1


@dataclass(frozen=True)
class UnitLine:
    """`name` is empty for schools that stood in no known unit on the day. `key` names the unit in addresses.

    `merged` is how many units are told in this one line because each was too small to publish (0: it is one unit);
    its `key` is empty, its `name` that of the cluster they lie in, if they lie in one.
    """

    key: str
    name: str
    taking: Taking
    merged: int = 0


@dataclass(frozen=True)
class LevelLine:
    """Schools are counted where pupils of the level took part; how many were invited by level is not known.

    `level` is empty where it is unknown, and where `merged` levels stand in one line, each too small to publish.
    """

    level: str
    taking: Taking
    merged: int = 0


@dataclass(frozen=True)
class GradeLine:
    """`grade` 0 is unknown, -1 are `grades` merged because each was too small to publish."""

    grade: int
    participants: int
    girls: int | None
    turns: int
    grades: tuple[int, ...] = ()


@dataclass(frozen=True)
class SchoolLine:
    """`as_of` and `source` belong to `taking.enrolled`; an empty source means class lists.

    `merged` schools of a unit stand in one line without key and name where each was too small to publish. A line
    without key and name that is not merged holds turns of persons whose school is not known.
    """

    key: str
    name: str
    unit: str
    invited: bool
    taking: Taking
    as_of: date | None
    source: str
    merged: int = 0


@dataclass(frozen=True)
class Denominators:
    """Where the numbers of pupils come from: how many schools by class lists, how many by an entered figure."""

    schools_by_lists: int
    schools_by_figure: int
    schools_unknown: int
    earliest: date | None
    latest: date | None
