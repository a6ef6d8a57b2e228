"""What the office has set for its documents; an empty value becomes a blank on paper, never an invention."""

from typing import Any

from django.conf import settings


def letterhead() -> dict[str, Any]:
    """The fields of the report's letterhead, by name."""
    return dict(settings.REPORT_LETTERHEAD)
