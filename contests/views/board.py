"""The projector: ten leaders in large letters, moving."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backend import clock
from contests import access
from contests.live.current import current_board
from contests.queries.board import parts_offered


@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """For those who may see the board; without a login only where it is open to everybody."""
    at = clock.now()
    contest, _, _ = access.board_to_see(request.user, code, at)
    part = access.part_to_see(contest, request.GET.get("part", ""))
    query = f"?part={part}" if part else ""
    offered = parts_offered(contest, at)
    context = {
        "contest": {"code": contest.code, "title": contest.title, "is_demo": contest.is_demo},
        "board_json": current_board(contest, at, part).text,
        "ws_url": f"/ws/board/{contest.code}/{query}",
        "api_url": reverse("contests:board_api", args=[contest.code]) + query,
        "parts": [(str(one), label, one == part) for one, label in offered],
        "part": next((label for one, label in offered if one == part), ""),
    }
    response = render(request, "contests/board.html", context)
    response["Cache-Control"] = "no-store"
    return response
