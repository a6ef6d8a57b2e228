"""The paper's page. All of it that is the same for everybody is rendered once, with marks where a pupil's own words
go; then each page is the marked text with these filled in.

The marked text is made without a request and without a person, so there is nothing of anybody in it to be kept.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.defaultfilters import date
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.translation import get_language

from contests.models import Attempt
from contests.queries.attempt import has_one_left
from contests.queries.standing import Stands
from contests.views.paper_pieces import pieces

#: No text of ours holds a letter for private use.
_MARK = re.compile("\ue000([a-z_]+)\ue000")


@dataclass(frozen=True)
class Face:
    """What a paper's page says to everybody who has it at this moment; the template knows it as `contest`."""

    language: str
    role: str
    title: str
    prediction: str
    negative_percent: int
    demo: bool
    questions: int
    attempts_left: bool
    paused: bool
    notice: tuple[str, datetime] | None


class _Marks:
    """`own.name` and the like in the template: marks for what is filled in later."""

    def __getitem__(self, name: str) -> str:
        return f"\ue000{name}\ue000"


def paper_page(request: HttpRequest, attempt: Attempt, stands: Stands, at: datetime, opened: str = "") -> HttpResponse:
    """The paper. `opened`: what a script is told that has opened it; without, it asks for an opening itself."""
    contest, language = attempt.contest, get_language() or "vi"
    questions = pieces(attempt.paper, seed=attempt.seed, shuffle=contest.shuffle, language=language)
    face = Face(
        language=language,
        role=str(getattr(request.user, "role", "")),
        title=contest.title,
        prediction=contest.prediction,
        negative_percent=contest.negative_percent,
        demo=contest.is_demo,
        questions=len(questions),
        attempts_left=has_one_left(attempt, at),
        paused=stands.paused_at is not None,
        notice=stands.notice,
    )
    own = _own(request, attempt, stands, at) | {"opened": escape(opened), "questions": "\n".join(questions)}
    return HttpResponse(_MARK.sub(lambda mark: own[mark[1]], _marked(face)))


def _own(request: HttpRequest, attempt: Attempt, stands: Stands, at: datetime) -> dict[str, str]:
    """What goes where the marks are, as HTML."""
    prediction = attempt.prediction
    return {
        "csrf": get_token(request),
        "name": escape(getattr(request.user, "full_name", "") or request.user.get_username()),
        "user": str(request.user.pk),
        "attempt": str(attempt.pk),
        "page": reverse("contests:sit", args=[attempt.pk]),
        "result": reverse("contests:result", args=[attempt.pk]),
        "ws": f"/ws/attempt/{attempt.pk}/",
        "api": f"/api/attempts/{attempt.pk}",
        "started": date(attempt.started_at, "c"),
        "due": date(attempt.due_at, "c"),
        "due_time": date(attempt.due_at, "H:i"),
        "paused": date(stands.paused_at, "c") if stands.paused_at else "",
        "now": at.isoformat(timespec="milliseconds"),
        "prediction": "" if prediction is None else number_format(prediction, force_grouping=True),
    }


@lru_cache(maxsize=64)
def _marked(face: Face) -> str:
    own = _Marks()
    notice = {"text": face.notice[0], "at": face.notice[1]} if face.notice else None
    context = {
        "own": own,
        "contest": face,
        "demo": face.demo,
        "notice": notice,
        "csrf_token": own["csrf"],
        "user": SimpleNamespace(is_authenticated=True, role=face.role),
        "request": SimpleNamespace(path=own["page"], get_full_path=lambda: own["page"]),
    }
    return render_to_string("contests/sit.html", context)
