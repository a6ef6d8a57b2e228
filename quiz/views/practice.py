"""Practice for everybody, logged in or not: where to begin, ten questions, and one question with its verdict."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from quiz.actions.practice import record_practice
from quiz.queries import practice
from quiz.queries.practice import AUDIENCES, LEVELS, Batch, Wish
from quiz.rules.practice import BATCH, FRESH_A_DAY, Allowance, moment_of, number_sent


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Topics with their open questions and how this person stands with each."""
    wish = Wish.taken_from({name: request.GET.get(name, "") for name in ("level", "band")})
    context = {
        "progress": practice.progress(wish, user=request.user.pk, at=clock.now()),
        "wish": wish,
        "asked": urlencode(wish.as_query()),
        "levels": LEVELS,
        "audiences": AUDIENCES,
        "a_day": FRESH_A_DAY,
        "batch_size": BATCH,
    }
    return render(request, "quiz/practice/start.html", context)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The next questions, all on one page; without scripts it shows the first of them."""
    at = clock.now()
    wish = Wish.taken_from(request.GET.dict())
    met, fresh = frozenset[int](), BATCH
    if not request.user.is_authenticated:
        allowance = Allowance.kept_in(request.session, str(clock.day_of(at)))
        if not allowance.left:
            return render(request, "quiz/practice/limit.html", {"a_day": FRESH_A_DAY})
        met, fresh = allowance.met, allowance.left
    batch = practice.batch(wish, user=request.user.pk, met=met, fresh=fresh, at=at, language=get_language() or "vi")
    return _page(request, batch, wish)


def _page(request: HttpRequest, batch: Batch, wish: Wish, *, unanswered: bool = False) -> HttpResponse:
    context = {
        "batch": batch,
        "moment": str(batch.moment),
        "wish": wish,
        "asked": urlencode(wish.as_query()),
        "unanswered": unanswered,
        "batch_size": BATCH,
    }
    return render(request, "quiz/practice/questions.html", context, status=422 if unanswered else 200)


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """One answer as a form: the question beside its key. Loading the page anew counts nothing twice."""
    at = clock.now()
    wish = Wish.taken_from(request.POST.dict())
    revision, ms = number_sent(request.POST.get("revision")), number_sent(request.POST.get("moment"))
    moment = moment_of(ms)
    if not revision or moment is None:
        raise NotThere(_("Không có câu hỏi này. Em quay lại trang luyện tập nhé."))
    user = request.user if request.user.is_authenticated else None
    allowance = None if user else Allowance.kept_in(request.session, str(clock.day_of(at)))
    value = [word for word in request.POST.getlist(f"item-{revision}") if word]
    language = get_language() or "vi"
    try:
        done = record_practice(user=user, allowance=allowance, revision=revision, value=value, moment=moment, at=at)
    except Refusal as refusal:
        if refusal.code == "daily_limit":
            return redirect(f"{reverse('quiz_practice:questions')}?{urlencode(wish.as_query())}")
        if refusal.code != "no_answer":
            raise
        return _page(request, practice.question_again(revision, ms, language=language), wish, unanswered=True)
    if allowance:
        allowance.keep(revision, request.session)
    item = practice.reviewed(revision, value, done.outcome, moment=ms, language=language)
    return render(request, "quiz/practice/reviewed.html", {"item": item, "asked": urlencode(wish.as_query())})
