"""Two children of one name in one class: what is written beside the name so that each gets the own card and form."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from schools.rules import names

DAY = "%d/%m/%Y"
#: Where classmates look on: the year of birth is nobody's business there.
BIRTHDAY = "%d/%m"


@dataclass(frozen=True)
class Listed:
    """Somebody in a list; `group` is the class, `number` the place in the school's own list of it, 0 where unknown."""

    key: int
    name: str
    group: Hashable
    birth_date: date | None
    code: str
    number: int


def told_apart(people: Iterable[Listed], _: Callable[[str], str], *, day: str = DAY) -> dict[int, str]:
    """`{key: words}` for those who share name and class with somebody: the birth date as `day` shows it, else the
    pupil's code, else the number in the class list; whichever comes first that is known and that no namesake has.
    """
    alike: dict[Hashable, list[Listed]] = defaultdict(list)
    for one in people:
        alike[one.group, names.fold(one.name), names.sort_key(one.name)].append(one)
    return {key: words for them in alike.values() if len(them) > 1 for key, words in _apart(them, _, day)}


def _apart(them: list[Listed], _: Callable[[str], str], day: str) -> Iterable[tuple[int, str]]:
    marks = {one.key: _marks(one, _, day) for one in them}
    held = [Counter(column) for column in zip(*marks.values(), strict=True)]
    for key, its in marks.items():
        own = (mark for mark, all_of_them in zip(its, held, strict=True) if mark and all_of_them[mark] == 1)
        if words := next(own, ""):
            yield key, words


def _marks(one: Listed, _: Callable[[str], str], day: str) -> tuple[str, str, str]:
    return (
        one.birth_date.strftime(day) if one.birth_date else "",
        one.code,
        _("STT %(n)s") % {"n": one.number} if one.number else "",
    )
