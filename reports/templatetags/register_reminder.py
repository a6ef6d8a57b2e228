"""The reminder on a school's start page: `{% load register_reminder %}{% register_reminder %}`."""

from typing import Any

from django import template

from reports.queries.register_returns import open_reminder

register = template.Library()


@register.inclusion_tag("reports/registers/_reminder.html", takes_context=True)
def register_reminder(context: dict[str, Any]) -> dict[str, Any]:
    """What the Department reminds the reader's school of; nothing for others. One query, two for who was ever
    reminded."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated or user.role not in {"teacher", "leader"} or not user.school_id:
        return {"reminder": None}
    return {"reminder": open_reminder(user.school_id)}
