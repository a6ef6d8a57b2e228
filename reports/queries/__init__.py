"""Plain rows for statistics, of real or of demonstration data, never of both."""

from reports.queries.rows import Rows, rows
from reports.queries.world import has_real_contests, shows_demonstration

__all__ = ["Rows", "has_real_contests", "rows", "shows_demonstration"]
