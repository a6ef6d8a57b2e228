"""What the bank knows of a person is deleted: how the person did in practice."""

from collections.abc import Collection

from django.db import transaction

from quiz.models import PracticeCard


@transaction.atomic
def forget_practice(*, user_ids: Collection[int]) -> int:
    """Their practice cards; how many there were. Figures of the questions are made of contests and stay."""
    return PracticeCard.objects.filter(user_id__in=user_ids).delete()[0]
