"""Times as a supervisor reads them, and icons for hundreds of rows."""

from datetime import datetime, timedelta
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from contests.templatetags.points import minutes

register = template.Library()


@register.filter
def left(due_at: datetime | None, at: datetime) -> str:
    """What is left until then, `12:40`; `0:00` afterwards."""
    if due_at is None:
        return ""
    return minutes(max(0, (due_at - at) // timedelta(milliseconds=1)))


@register.filter
def signed(ms: int | None) -> str:
    """`300000` → `+5:00`, `-60000` → `−1:00`; empty for nothing."""
    if not ms:
        return ""
    return ("+" if ms > 0 else "−") + minutes(abs(ms))


@register.filter
def instant(at: datetime) -> str:
    """Milliseconds since the epoch, for the page's clock; no separators."""
    return str(int(at.timestamp() * 1000))


@register.simple_tag
@lru_cache(maxsize=64)
def row_icon(name: str) -> SafeString:
    """`base/icon.html`, drawn once: a table of five hundred rows holds two thousand."""
    return render_to_string("base/icon.html", {"name": name, "cls": ""})
