"""What may be said about somebody's second factor. The secret is not among it."""

from schools.models import RecoveryCode, User


def codes_left(user: User) -> int:
    """How many printed codes are still good."""
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()
