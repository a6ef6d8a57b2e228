"""Which of the two worlds is shown: as soon as one real contest was announced, only the real one."""

from contests.models import Contest, ContestState
from schools.models import User

ANNOUNCED = (ContestState.PUBLISHED, ContestState.SETTLED)


def has_real_contests() -> bool:
    """Whether a contest that is not demonstration has been published or settled, whenever that was."""
    return Contest.objects.filter(is_demo=False, state__in=ANNOUNCED).exists()


def shows_demonstration(user: User | None = None) -> bool:
    """Whether figures are made of the demonstration, which then says so everywhere.

    A demonstration account is never shown real figures.
    """
    if user is not None and user.is_demo:
        return True
    return not has_real_contests() and Contest.objects.filter(is_demo=True, state__in=ANNOUNCED).exists()
