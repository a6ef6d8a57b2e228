"""What the server holds of an ended attempt, by its receipt number."""

from dataclasses import dataclass
from datetime import datetime

from contests.models import Attempt, LateAnswer
from contests.queries import paper
from contests.rules.receipts import typed_receipt
from schools.rules import names


@dataclass(frozen=True)
class Held:
    """`masked`: the initials, for whoever need not know more."""

    attempt: Attempt
    masked: str
    items: int
    late: int
    at: datetime


def held(*, code: str, number: str, at: datetime) -> Held | None:
    """None where no ended attempt of that contest has this number."""
    receipt = typed_receipt(number)
    rows = Attempt.objects.filter(contest__code=code, receipt=receipt, ended_at__isnull=False)
    attempt = rows.select_related("contest__school", "paper", "user", "school").first() if receipt else None
    if attempt is None:
        return None
    return Held(
        attempt=attempt,
        masked=names.initials(attempt.user.full_name),
        items=len(paper.frozen_paper(attempt.paper).items),
        late=LateAnswer.objects.filter(attempt=attempt).count(),
        at=at,
    )
