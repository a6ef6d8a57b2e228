"""The desk of papers: before publishing what they will be made of, after it how alike they are and what is on them."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from contests import access
from contests.actions import chosen
from contests.models import Contest, ContestState, PaperKind
from contests.queries import contest as contests
from contests.queries import expected, keys
from contests.queries import papers as desk
from contests.queries.paper import items_printed, marked_items
from contests.rules.proof import ASSUMED, ENOUGH
from contests.views.paper_words import key_mark
from quiz import queries as bank
from quiz.access import questions_visible
from quiz.queries.shelf import CHOICES, Filters, shelf_page
from quiz.rules.review import Line, lines


@login_required
@require_safe
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """A draft: blueprint or chosen items. Announced: the proof, the papers, what to print."""
    contest = access.papers_to_read(request.user, code)
    if contest.state == ContestState.DRAFT:
        return _draft(request, contest)
    found = desk.papers_of(contest)
    topics = bank.topic_names()
    levels = [(level, bank.level_name(level)) for level in ASSUMED]
    proofs = list(zip(found.papers, found.proof.papers, strict=True))
    context = {
        "contest": contest,
        "found": found,
        "means": [(one.code, proof.mean / 1000, proof.deviation / 1000, proof.measured) for one, proof in proofs],
        "levels": [(name, [proof.levels.get(level, 0) for _one, proof in proofs]) for level, name in levels],
        "topics": [
            (name, [proof.topics.get(topic, 0) for _one, proof in proofs])
            for topic, name in topics.items()
            if any(proof.topics.get(topic) for _one, proof in proofs)
        ],
        "difference": found.proof.difference / 1000,
        "bound": found.proof.most_difference / 1000,
        "assumed": [(name, ASSUMED[level] / 1000) for level, name in levels],
        "enough": ENOUGH,
        "sources": contests.paper_sources(contest),
        "rooms": [(name, len(people)) for name, people in expected.by_class(contest, _("Chưa xếp lớp")).items()],
        "at": clock.now(),
        "demo": contest.is_demo,
    }
    return render(request, "contests/papers.html", context)


def _draft(request: HttpRequest, contest: Contest) -> HttpResponse:
    at = clock.now()
    fixed = contest.paper_kind == PaperKind.FIXED
    picked = desk.chosen_lines(contest, at) if fixed else []
    context = {
        "contest": contest,
        "kinds": PaperKind.choices,
        "fixed": fixed,
        "topics": bank.topic_names(),
        "cells": [] if fixed else _cells(contest),
        "chosen": picked,
        "points": sum(line.points for line in picked),
        "most_papers": chosen.MOST_PAPERS,
        "at": at,
        "english": (get_language() or "").startswith("en"),
        "demo": contest.is_demo,
    }
    return render(request, "contests/papers_draft.html", context | (_found(request, contest, picked) if fixed else {}))


def _cells(contest: Contest) -> list[tuple[str, str, desk.CellLine]]:
    topics = bank.topic_names()
    return [
        (topics.get(line.topic, line.topic), bank.level_name(line.level) if line.level else "", line)
        for line in desk.blueprint_lines(contest, clock.now())
    ]


def _found(request: HttpRequest, contest: Contest, picked: list[desk.ChosenLine]) -> dict[str, object]:
    """What the search in the bank gives; the page's own filters stay in its address."""
    user = access.staff(request.user)
    filters = Filters.taken_from({**request.GET.dict(), "validity": "true", "on": f"{contest.as_of:%d/%m/%Y}"})
    number = request.GET.get("page", "1")
    shelf = shelf_page(questions_visible(user), filters, user=user, day=contest.as_of, number=number)
    asked = QueryDict(mutable=True)
    asked.update({name: value for name in ("text", "topic", "level", "kind") if (value := getattr(filters, name))})
    return {
        "shelf": shelf,
        "filters": filters,
        "asked": asked.urlencode(),
        "choices": CHOICES,
        "taken": {line.question_id for line in picked},
    }


@login_required
@require_POST
def set_papers(request: HttpRequest, code: str) -> HttpResponse:
    """Blueprint or chosen items, and the number of papers."""
    contest = access.papers_to_read(request.user, code)
    kind, count = request.POST.get("kind", ""), _number(request.POST.get("count", ""))
    try:
        chosen.set_papers(contest=contest, kind=kind, count=count, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal.detail))
    else:
        messages.success(request, _("Đã lưu cách ra đề."))
    return redirect("contests:papers", contest.code)


@login_required
@require_POST
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """One thing done to one item of the fixed paper: add, drop, up, down, points."""
    contest = access.papers_to_read(request.user, code)
    act, question = request.POST.get("act", ""), _number(request.POST.get("question", ""))
    if act not in ACTS:
        raise NotThere(_("Không có việc này."))
    try:
        ACTS[act](request, contest, question)
    except NotThere:
        raise
    except Refusal as refusal:
        messages.warning(request, str(refusal.detail))
    back = reverse("contests:papers", args=[contest.code])
    asked = QueryDict(request.POST.get("asked", ""), mutable=True)
    return redirect(f"{back}?{asked.urlencode()}#{'bank' if act == 'add' else 'chosen'}")


def _add(request: HttpRequest, contest: Contest, question: int) -> None:
    user = access.staff(request.user)
    if not questions_visible(user).filter(pk=question).exists():
        raise NotThere(_("Không có câu hỏi này."))
    chosen.choose(contest=contest, question_id=question, by=user, at=clock.now())


def _points(request: HttpRequest, contest: Contest, question: int) -> None:
    text = request.POST.get("points", "").strip().replace(",", ".")
    whole, _dot, part = text.partition(".")
    fits = (whole + part).isascii() and (whole + part).isdecimal() and len(whole) < 4 and len(part) < 3
    points = int(whole or "0") * 100 + int(part.ljust(2, "0") or "0") if fits else 0
    chosen.set_points(contest=contest, question_id=question, points=points, by=request.user, at=clock.now())


ACTS: dict[str, Callable[[HttpRequest, Contest, int], None]] = {
    "add": _add,
    "drop": lambda request, contest, question: chosen.drop(
        contest=contest, question_id=question, by=request.user, at=clock.now()
    ),
    "up": lambda request, contest, question: chosen.move(
        contest=contest, question_id=question, up=True, by=request.user, at=clock.now()
    ),
    "down": lambda request, contest, question: chosen.move(
        contest=contest, question_id=question, up=False, by=request.user, at=clock.now()
    ),
    "points": _points,
}


@login_required
@require_safe
def paper(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One paper with its marks and keys, as printed; `?look=pupil`: as a pupil's screen shows it, without them."""
    contest = access.papers_to_read(request.user, code)
    found = desk.papers_of(contest)
    one = found.by_number(number)
    if one is None:
        raise NotThere(_("Không có mã đề này."))
    items = items_printed(one.paper, language=get_language() or "vi")
    context = {
        "contest": contest,
        "found": found,
        "one": one,
        "items": items,
        "at": clock.now(),
        "demo": contest.is_demo,
    }
    if request.GET.get("look") == "pupil":
        return render(request, "contests/papers_preview.html", context)
    right = keys.keys_of(one.paper)
    marks = {item.id: item for item in marked_items(one.paper)}
    topics = bank.topic_names()
    context["rows"] = [
        {
            "line": line,
            "shown": item,
            "topic": topics.get(line.topic, line.topic),
            "level": bank.level_name(line.level),
            "mark": key_mark(marks[item.id], right[item.id]),
            "lines": lines(
                item.kind, [(option.code, option.text) for option in item.options], [], right[item.id].shown()
            ),
        }
        for line, item in zip(one.lines, items, strict=True)
    ]
    return render(request, "contests/papers_one.html", context)


def _key_lines(item: bank.ShownItem, key: list[str]) -> Sequence[Line]:
    return lines(item.kind, [(option.code, option.text) for option in item.options], [], key)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
