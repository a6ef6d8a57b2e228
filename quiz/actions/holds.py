"""Items kept back for a holder, e.g. `contest:ABC123`, while nobody else may use them."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.refusals import Refusal
from quiz.models import ItemHold, Question


@transaction.atomic
def hold(*, question_ids: Collection[int], holder: str, until: datetime, at: datetime, shared: bool = False) -> None:
    """Holds the items until `until`. Holding again as the same holder moves the day; all or nothing.

    Refused with `items_held` when another holder has one of them, so that two contests publishing at once cannot
    both take an item: the questions are locked first. `shared`: another holder does not matter.
    """
    wanted = set(question_ids)
    locked = Question.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    if len(locked.values_list("pk", flat=True)) < len(wanted):
        raise Refusal("items_unknown", _("Có câu hỏi không còn trong ngân hàng. Hãy chọn lại đề."))
    running = ItemHold.objects.filter(question_id__in=wanted, released_at__isnull=True)
    if not shared and running.filter(until__gt=at).exclude(holder=holder).exists():
        raise Refusal(
            "items_held", _("Có câu vừa được một cuộc thi khác giữ. Hãy công bố lại để hệ thống chọn câu khác.")
        )
    mine = running.filter(holder=holder)
    already = set(mine.values_list("question_id", flat=True))
    mine.update(until=until)
    ItemHold.objects.bulk_create(
        ItemHold(question_id=pk, holder=holder, held_at=at, until=until) for pk in sorted(wanted - already)
    )


@transaction.atomic
def release(*, holder: str, at: datetime) -> int:
    """Frees everything this holder holds; how many items that were."""
    return ItemHold.objects.filter(holder=holder, released_at__isnull=True).update(released_at=at)
