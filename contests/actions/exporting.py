"""That a list of names has left the system is written down: who took it, which version, in which form."""

from datetime import datetime

from django.db import transaction

from contests.models import Contest
from schools.actions import trail
from schools.models import User


@transaction.atomic
def note_export(*, contest: Contest, version: int, form: str, by: User, at: datetime) -> None:
    """Told before the file goes out."""
    note = f"results v{version} as {form}"
    trail.record(at=at, actor=by, act="results_exported", subject=contest.code, school=contest.school, note=note)
