"""Items that serve one group better than another of equally able persons: between papers, sexes and levels."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from reports.official.analysis import GROUP, Comparison, FavouredLine
from reports.queries.analysis import Sittings
from reports.rules.places import level_of
from reports.statistics.items import Vector
from reports.statistics.parallel import functioning

Mask = npt.NDArray[np.bool_]


def comparisons(read: Sittings, total: Vector) -> tuple[Comparison, ...]:
    """Every pair of groups of at least `GROUP` persons each; items count where both groups had it that often."""
    made = []
    for by, reference, focal, here, theirs in _groups(read):
        if min(int(here.sum()), int(theirs.sum())) >= GROUP:
            found = _compared(read, total, by, (reference, focal), here, theirs)
            made += [found] if found.items else []
    return tuple(made)


def _groups(read: Sittings) -> Iterator[tuple[str, str, str, Mask, Mask]]:
    people = read.persons
    yield "sex", "m", "f", people.boy, people.girl
    papers = np.unique(people.paper).tolist()
    for number in papers[1:]:
        yield "paper", str(papers[0]), str(number), people.paper == papers[0], people.paper == number
    levels = _levels(read)
    names, counts = np.unique(levels[levels != ""], return_counts=True)
    order = names[np.argsort(-counts, kind="stable")].tolist()
    for name in order[1:]:
        yield "level", order[0], name, levels == order[0], levels == name


def _levels(read: Sittings) -> npt.NDArray[np.str_]:
    """The level of each person, worked out once for each school and grade."""
    pairs, where = np.unique(np.stack([read.persons.school, read.persons.grade]), axis=1, return_inverse=True)
    names = [level_of(read.schools.get(school, ("", ""))[1], grade or None) for school, grade in pairs.T.tolist()]
    return np.array(names)[where.reshape(-1)]


def _compared(
    read: Sittings, total: Vector, by: str, names: tuple[str, str], reference: Mask, focal: Mask
) -> Comparison:
    both = reference | focal
    worths = [float(one.worth) for one in read.asked]
    found = functioning(read.points[both], worths, focal[both], total[both]).to_dict("records")
    lines, told = [], 0
    for column, line in enumerate(found):
        one = read.asked[column]
        if min(line["reference"], line["focal"]) < GROUP or one.key.ruling not in {"key", "any"} or not line["ets"]:
            continue
        told += 1
        if line["ets"] != "A":
            delta = float(line["delta"])
            lines.append(
                FavouredLine(column + 1, one.text.stem_vi, line["alpha"], delta, line["chi2"], line["ets"], delta < 0)
            )
    lines.sort(key=lambda line: -abs(line.delta or 0))
    return Comparison(by, *names, int(reference.sum()), int(focal.sum()), told, told - len(lines), tuple(lines))
