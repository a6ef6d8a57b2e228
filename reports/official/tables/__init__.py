"""Every table of a report, in the order of files and sheets. Word, PDF, Excel and CSV are all made of these."""

from reports.official.contents import Contents
from reports.official.tables import participation, registers, results, summary
from reports.official.tables.shape import Cell, Column, Kind, Plain, Said, Table, grid, said, value_of

__all__ = ["Cell", "Column", "Kind", "Plain", "Said", "Table", "grid", "said", "tables_of", "value_of"]
MAKERS = (
    summary.summary,
    participation.contests,
    participation.audiences,
    participation.channels,
    participation.rounds,
    participation.weeks,
    participation.units,
    participation.clusters,
    participation.levels,
    participation.grades,
    participation.schools,
    participation.silent,
    results.bands,
    results.pillars,
    results.topics,
    results.awareness,
    results.papers,
    results.items,
    results.options,
    registers.returns,
    registers.documents,
    registers.talks,
    registers.talk_pillars,
    registers.subjects,
    registers.outside,
    registers.exchanges,
    registers.publicity,
    registers.money,
    registers.remarks,
)


def tables_of(contents: Contents) -> tuple[Table, ...]:
    """All of them, also those in which no row stands: a reader of files finds the same names every time."""
    return tuple(make(contents) for make in MAKERS)
