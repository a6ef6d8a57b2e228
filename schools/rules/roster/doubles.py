"""Pupils met twice in one list."""

from schools.rules.roster.shapes import Identifier, Problem, Roster, RosterRow


def find(roster: Roster) -> None:
    """Two pupils of one identifier are refused; two of one name and birth date in a class are told, never merged."""
    first: dict[tuple[str, str], Identifier] = {}
    for one in roster.identifiers:
        earlier = first.setdefault((one.field, one.value), one)
        if earlier is not one:
            title = roster.headings.get(one.field, one.field)
            roster.problems.append(Problem("id_twice", one.row, title, one.value, one.sheet, earlier.row, one.name))
    seen: dict[tuple[object, ...], RosterRow] = {}
    for row in roster.rows:
        twin = seen.setdefault((row.class_name, row.full_name, row.birth_date), row)
        if twin is not row:
            roster.warnings.append(
                Problem("same_name_and_birth", row.row, "", row.full_name, row.sheet, twin.row, row.full_name)
            )
