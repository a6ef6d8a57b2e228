"""Alarms about keys, on the pages of those who may read and correct them; nobody else learns that there is one."""

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import get_language

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.models import Contest
from contests.queries import key_alarm

register = template.Library()


@register.inclusion_tag("contests/_key_alarms.html", takes_context=True)
def key_alarms(context: Context, contest: Contest) -> dict[str, Any]:
    """Open alarms of the contest; the gate is only asked where there is one."""
    alarms = key_alarm.open_alarms(contest, language=get_language() or "vi")
    if alarms:
        try:
            access.questions_to_judge(context["request"].user, contest.code, clock.now())
        except Refusal:
            alarms = []
    return {"alarms": alarms, "contest": contest, "csrf_token": context.get("csrf_token")}
