"""What registers come to in a period: sums only, no school's name but in remarks. Sources: the plan's points II.5, III,
IV and V.5 (what the Department must be able to state)."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Attendance:
    """Heads counted at events, each audience apart. Somebody at two events is counted twice: nobody noted names."""

    pupils: int = 0
    students: int = 0
    teachers: int = 0


@dataclass(frozen=True)
class Count:
    """How many of a kind: `code` names the kind (a pillar, a form, a subject), `n` counts it."""

    code: str
    n: int


@dataclass(frozen=True)
class Talks:
    """Topical talks (II.5): `by_pillar` counts sessions; one session may stand under several pillars."""

    schools: int = 0
    sessions: int = 0
    alone: int = 0
    integrated: int = 0
    attendance: Attendance = field(default_factory=Attendance)
    by_pillar: tuple[Count, ...] = ()


@dataclass(frozen=True)
class SubjectLine:
    """ASEAN content in one subject, or in one out-of-class activity (`out_of_class`)."""

    subject: str
    out_of_class: bool
    schools: int
    periods: int
    pupils: int


@dataclass(frozen=True)
class Lessons:
    """ASEAN content in lessons and out-of-class activities (V.5 a)."""

    schools: int = 0
    periods: int = 0
    activities: int = 0
    pupils: int = 0
    subjects: tuple[SubjectLine, ...] = ()


@dataclass(frozen=True)
class OutsideLine:
    """A contest run elsewhere, e.g. by the Ministry (V.5 b): heads and prizes as schools told them."""

    name: str
    organiser: str
    by_ministry: bool
    schools: int
    taking: Attendance
    prizes: tuple[Count, ...]


@dataclass(frozen=True)
class Exchanges:
    """Exchanges (II.5). `countries` are distinct."""

    events: int = 0
    attendance: Attendance = field(default_factory=Attendance)
    countries: tuple[str, ...] = ()
    researchers: int = 0


@dataclass(frozen=True)
class FormLine:
    """Publicity of one form (III): items made, copies or views where somebody counted them."""

    form: str
    items: int
    copies: int


@dataclass(frozen=True)
class DocumentLine:
    """A document issued to direct the work."""

    number: str
    day: date
    abstract: str


@dataclass(frozen=True)
class MoneyLine:
    """Money by source (IV), in đồng."""

    source: str
    amount: int


@dataclass(frozen=True)
class Remark:
    """What a school said: difficulties and proposals."""

    school: str
    difficulties: str
    proposals: str


@dataclass(frozen=True)
class Returns:
    """Who reported: schools asked, schools that said their registers are complete (an honest "nothing" counts)."""

    asked: int = 0
    reported: int = 0


@dataclass(frozen=True)
class Registers:
    """Everything the registers of a period come to."""

    talks: Talks = field(default_factory=Talks)
    lessons: Lessons = field(default_factory=Lessons)
    outside: tuple[OutsideLine, ...] = ()
    exchanges: Exchanges = field(default_factory=Exchanges)
    publicity: tuple[FormLine, ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    money: tuple[MoneyLine, ...] = ()
    remarks: tuple[Remark, ...] = ()
    returns: Returns = field(default_factory=Returns)
