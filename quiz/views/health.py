"""How the provincial bank is doing, for the Department."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from quiz import access
from quiz.queries.health import bank_health
from quiz.rules.health import EASY, ENOUGH, HARD, OFTEN, WEAK

SIGN_NAMES = {
    "negative": _("Phân biệt ngược"),
    "hard": _("Quá khó"),
    "weak": _("Phân biệt kém"),
    "easy": _("Quá dễ"),
    "often": _("Dùng quá nhiều"),
}
# the plot: p from left to right, the correlation from bottom to top, in units of the drawing
WIDTH, HEIGHT, LOWEST = 400, 200, -0.4


@require_safe
@login_required
def health(request: HttpRequest) -> HttpResponse:
    """Figures of every item that a contest has used, the worst first; with `?sign=` only those that have it."""
    access.bank_to_keep(request.user)
    sign = request.GET.get("sign", "")
    sign = sign if sign in SIGN_NAMES else ""
    shown = bank_health(sign=sign, number=request.GET.get("page", "1"))
    context = {
        "bank": shown,
        "sign": sign,
        "names": SIGN_NAMES,
        "signs": [(code, SIGN_NAMES[code], n) for code, n in shown.signs],
        "dots": [
            {"slug": slug, "x": round(WIDTH * p, 1), "y": _height(d), "ill": ill} for slug, p, d, ill in shown.points
        ],
        "zero": _height(0.0),
        "limits": {"easy": EASY, "hard": HARD, "weak": WEAK, "often": OFTEN, "enough": ENOUGH},
    }
    return render(request, "quiz/health.html", context)


def _height(d: float) -> float:
    """Where a correlation stands in the drawing; one below the lowest line stands on it."""
    return round(HEIGHT * (1 - (max(d, LOWEST) - LOWEST) / (1 - LOWEST)), 1)
