"""Instants as statements in SQL give them: PostgreSQL with their zone, SQLite without, or as text out of a subquery."""

from datetime import UTC, datetime


def instant(stored: datetime | str) -> datetime:
    """In UTC."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
