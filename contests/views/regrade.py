"""Correcting a key: the questions, one of them, what a correction would change, and the correction."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from contests import access
from contests.actions import key_alarm, regrade
from contests.actions.regrade import Ruling
from contests.models import Contest, KeyRuling
from contests.queries import regrade as reads
from contests.queries.regrade import AskedItem
from contests.rules.scoring import Key
from quiz.rules.kinds.matching import is_partner
from quiz.rules.kinds.pairs import pair, parted
from quiz.rules.kinds.text import spelling

SHOWN_ROWS = 200
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@login_required
@require_safe
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """Every question with its key in force and how it did."""
    contest = access.questions_to_judge(request.user, code, clock.now())
    rows = [
        (item, key_in_words(item, item.key), KeyRuling(item.key.ruling).label)
        for item in reads.asked_items(contest, language=get_language() or "vi")
    ]
    return render(
        request, "contests/results_questions.html", {"contest": contest, "rows": rows, "demo": contest.is_demo}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str, item_id: int) -> HttpResponse:
    """The form; with `do=preview` what would change and nothing written; with `do=apply` the correction."""
    contest = access.questions_to_judge(request.user, code, clock.now())
    item = reads.asked_item(contest, item_id, language=get_language() or "vi")
    if item is None:
        raise NotThere(_("Không có câu này trong cuộc thi."))
    if request.method != "POST":
        return _page(request, contest, item)
    ruling = Ruling(request.POST.get("ruling", ""), tuple(_keys(item, request.POST)))
    try:
        if request.POST.get("do") == "apply":
            return _apply(request, contest, item, ruling)
        effect = regrade.preview(contest=contest, item_id=item.item, ruling=ruling)
    except Refusal as refusal:
        if refusal.status != 400:
            raise
        return _page(request, contest, item, error=refusal.detail, status=422)
    shown = [change for change in effect.changes if change.moved][:SHOWN_ROWS]
    return _page(request, contest, item, effect=effect, changes=shown)


@login_required
@require_POST
def dismiss_alarm(request: HttpRequest, code: str, alarm_id: int) -> HttpResponse:
    """Whoever may correct the key says that it is right."""
    at = clock.now()
    contest = access.questions_to_judge(request.user, code, at)
    key_alarm.dismiss(contest=contest, alarm_id=alarm_id, by=request.user, at=at)
    messages.success(request, _("Đã bỏ cảnh báo. Câu này không bị nhắc lại trong cuộc thi này."))
    return redirect("contests:results", code=contest.code)


def _apply(request: HttpRequest, contest: Contest, item: AskedItem, ruling: Ruling) -> HttpResponse:
    done = regrade.apply(
        contest=contest,
        item_id=item.item,
        ruling=ruling,
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
    )
    said = ngettext(
        "Đã chấm lại %(n)s câu trả lời, %(changed)s câu đổi điểm.",
        "Đã chấm lại %(n)s câu trả lời, %(changed)s câu đổi điểm.",
        done.answers,
    )
    messages.success(request, said % {"n": done.answers, "changed": done.changed})
    return redirect("contests:results", contest.code)


def _page(
    request: HttpRequest, contest: Contest, item: AskedItem, *, status: int = 200, **more: object
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    ruling = posted.get("ruling", "") if posted else KeyRuling.KEY.value
    chosen = [word for key in _keys(item, posted) for word in key] if posted else item.key.shown()
    context = {
        "contest": contest,
        "item": item,
        "key_words": key_in_words(item, item.key),
        "rulings": reads.rulings(item.item),
        "ruling": ruling,
        "choices": KeyRuling.choices,
        "letters": list(zip(LETTERS, item.text.options, strict=False)),
        "chosen": chosen,
        "rows": [(row, dict(map(parted, chosen)).get(row.code, "")) for row in item.text.rows] if _pairs(item) else [],
        "typed": "\n".join(map(spelling, chosen)) if item.kind == "text" else "",
        "reason": posted.get("reason", "") if posted else "",
        "hidden": [(name, value) for name, values in posted.lists() for value in values] if posted else [],
        "demo": contest.is_demo,
    }
    return render(request, "contests/results_question.html", context | more, status=status)


def _pairs(item: AskedItem) -> bool:
    return item.kind in {"matching", "ordering"}


def _keys(item: AskedItem, posted: QueryDict) -> Iterator[tuple[str, ...]]:
    """The keys that were filled in, as words of the item's kind; none for a ruling without a key."""
    ruling = posted.get("ruling", "")
    if ruling not in {KeyRuling.KEY, KeyRuling.ANY}:
        return
    given = posted.getlist("key")[:50]
    if item.kind == "single" and ruling == KeyRuling.ANY:
        yield from ((code,) for code in given)
    elif _pairs(item):
        rows = [row.code for row in item.text.rows]
        places = {row: posted.get(f"row-{row}", "") for row in rows}
        yield tuple(pair(row, place) for row, place in places.items() if place)
    elif item.kind == "number":
        lowest, highest = posted.get("lowest", ""), posted.get("highest", "")
        yield tuple(_plain(text) for text in (lowest, highest or lowest) if text.strip())
    elif item.kind == "text":
        yield tuple(" ".join(line.split()) for line in posted.get("typed", "").splitlines() if line.strip())[:20]
    else:
        yield tuple(given)


def _plain(text: str) -> str:
    """A number as keys have it: no blanks, a point before the decimals."""
    return "".join(text.split()).replace(",", ".")


def key_in_words(item: AskedItem, key: Key) -> list[str]:
    """Each accepted key as one line; a choice by its letter and text."""
    return [_one_key(item, one) for one in key.keys]


def _one_key(item: AskedItem, key: list[str]) -> str:
    texts = {option.code: option.text for option in item.text.options}
    if item.kind == "number":
        return key[0] if len(set(key)) == 1 else f"{key[0]} – {key[-1]}"
    if item.kind == "text":
        return ", ".join(map(spelling, key))
    if item.kind == "ordering":
        places = sorted((int(place), row) for row, place in map(parted, key))
        return "; ".join(f"{place}. {texts.get(row, row)}" for place, row in places)
    if item.kind == "matching":
        pairs = [parted(word) for word in key]
        return "; ".join(f"{texts.get(row, row)} → {texts.get(place, place)}" for row, place in pairs)
    codes = [option.code for option in item.text.options if not is_partner(option.code)]
    return "; ".join(f"{LETTERS[codes.index(code)]}. {texts[code]}" for code in key if code in codes)
