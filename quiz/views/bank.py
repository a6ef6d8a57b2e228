"""The bank for staff: list and item. Reading only; the bank is edited in its files."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend import clock
from quiz import access
from quiz.queries.shelf import LEVELS, PILLARS, SHELVES, Filters, Span, shelf_page


@require_safe
@login_required
def item_list(request: HttpRequest) -> HttpResponse:
    access.bank_to_read(request.user)
    filters = Filters.taken_from(request.GET.dict())
    shelf = shelf_page(filters, day=clock.today(), number=request.GET.get("page", "1"))
    asked = QueryDict(mutable=True)
    asked.update({name: value for name, value in asdict(filters).items() if value})
    return render(
        request,
        "quiz/bank.html",
        {
            "shelf": shelf,
            "filters": filters,
            "asked": asked.urlencode(),
            "pillars": PILLARS,
            "levels": LEVELS,
            "shelves": SHELVES,
        },
    )


@require_safe
@login_required
def item(request: HttpRequest, slug: str) -> HttpResponse:
    shown = access.item_to_read(request.user, slug)
    span = Span(shown.revision.valid_from, shown.revision.valid_to, clock.today())
    return render(request, "quiz/item.html", {"item": shown, "span": span})
