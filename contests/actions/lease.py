"""Who keeps the boards and runs the contest loop: one holder at a time, each claim a new epoch."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from contests.models import Lease
from contests.queries.board import LEASE

LENGTH = timedelta(seconds=10)


@transaction.atomic
def claim_lease(*, holder: str, at: datetime, regardless: bool = False) -> int | None:
    """The new epoch, or None while another holds it. `regardless`: whoever else held it cannot be alive."""
    Lease.objects.get_or_create(name=LEASE)
    lease = Lease.objects.filter(name=LEASE)
    if not regardless:
        lease = lease.filter(Q(expires_at=None) | Q(expires_at__lte=at) | Q(holder=""))
    # a conditional UPDATE: of two that claim at once the second finds the condition gone
    if not lease.update(holder=holder, epoch=F("epoch") + 1, expires_at=at + LENGTH):
        return None
    return Lease.objects.values_list("epoch", flat=True).get(name=LEASE)


def renew_lease(*, holder: str, epoch: int, at: datetime) -> bool:
    """False when another has claimed it meanwhile."""
    held = Lease.objects.filter(name=LEASE, holder=holder, epoch=epoch)
    return held.update(expires_at=at + LENGTH) == 1


def release_lease(*, holder: str, epoch: int) -> None:
    """The next one need not wait for it to run out."""
    Lease.objects.filter(name=LEASE, holder=holder, epoch=epoch).update(holder="", expires_at=None)
