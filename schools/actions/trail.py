"""The trail of acts: who did what, when."""

from datetime import datetime

from schools.models import School, Trail, User


def record(
    *, at: datetime, actor: User | None, act: str, subject: str = "", school: School | None = None, note: str = ""
) -> Trail:
    """Adds one row; it is written in the transaction of the act, so it stands or falls with it."""
    return Trail.objects.create(at=at, actor=actor, act=act, subject=subject[:120], school=school, note=note[:500])
