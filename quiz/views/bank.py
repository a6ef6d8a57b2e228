"""The bank for staff: the list with its filters, and one item with its history and its way to approval."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from quiz import access
from quiz.actions import editing
from quiz.forms import number_in
from quiz.queries.bank import draft_alone
from quiz.queries.sentences import sentence
from quiz.queries.shelf import CHOICES, Filters, Span, shelf_page
from quiz.rules.differences import differences
from quiz.rules.writing import RULES

ACTS = {
    "review": (gettext_lazy("Đã gửi duyệt."), editing.send_to_review),
    "approve": (gettext_lazy("Đã duyệt."), editing.approve),
    "back": (gettext_lazy("Đã trả lại người viết."), editing.send_back),
    "retire": (gettext_lazy("Đã ngừng dùng câu này. Đề đã khóa không đổi."), editing.retire),
    "restore": (gettext_lazy("Câu này chờ duyệt lại."), editing.restore),
}


@require_safe
@login_required
def item_list(request: HttpRequest) -> HttpResponse:
    user = access.bank_to_read(request.user)
    filters = Filters.taken_from(request.GET.dict())
    shelf = shelf_page(
        access.questions_visible(user),
        filters,
        user=user,
        day=filters.on or clock.today(),
        number=request.GET.get("page", "1"),
    )
    asked = QueryDict(mutable=True)
    asked.update(filters.as_query())
    context = {"shelf": shelf, "filters": filters, "asked": asked.urlencode(), "choices": CHOICES}
    return render(request, "quiz/bank.html", {**context, "keeps": access.keeps_bank(user)})


@require_POST
@login_required
def mark(request: HttpRequest) -> HttpResponse:
    """Something done to every ticked item: shelf, level or band set, or sent to review, approved, retired."""
    act, _colon, value = request.POST.get("act", "").partition(":")
    ticked = request.POST.getlist("slug")
    named = access.questions_to_review if act == "approve" else access.questions_to_mark
    questions = named(request.user, ticked)
    at = clock.now()
    if left_out := len(set(ticked)) - len(questions):
        text = ngettext("Bỏ qua %(n)s câu không sửa được.", "Bỏ qua %(n)s câu không sửa được.", left_out)
        messages.warning(request, text % {"n": left_out})
    if not questions:
        messages.warning(request, _("Chưa chọn câu nào mà thầy cô sửa được."))
    elif act in {"shelf", "level", "band"} and value in dict(CHOICES[act]):
        user = access.bank_to_read(request.user)
        number = editing.mark_many(questions=questions, field=act, value=value, by=user, at=at)
        text = ngettext("Đã đổi %(n)s câu.", "Đã đổi %(n)s câu.", number) % {"n": number}
        messages.success(request, text)
    elif act in ACTS:
        _do_to_each(request, act, [question.slug for question in questions])
    return redirect(f"{reverse('quiz:bank')}?{request.POST.get('asked', '')}")


def _do_to_each(request: HttpRequest, act: str, slugs: list[str]) -> None:
    """One by one, so that what cannot be done to one item is said and stops no other."""
    done, refused = 0, []
    for slug in slugs:
        try:
            _do(request, act, slug)
            done += 1
        except Refusal as refusal:
            refused.append(f"{slug}: {refusal.detail}")
    if done:
        messages.success(request, ngettext("Đã làm xong %(n)s câu.", "Đã làm xong %(n)s câu.", done) % {"n": done})
    for line in refused[:20]:
        messages.warning(request, line)


@require_safe
@login_required
def item(request: HttpRequest, slug: str) -> HttpResponse:
    user = access.bank_to_read(request.user)
    shown = access.item_to_read(user, slug)
    revision = shown.revision
    before = next((past for past in reversed(shown.revisions) if past.number < revision.number), None)
    context = {
        "item": shown,
        "span": Span(revision.valid_from, revision.valid_to, clock.today()),
        "writes": access.may_write(user, shown.question),
        "reviews": access.keeps_bank(user) and revision.author_id != user.pk,
        "keeps": access.keeps_bank(user),
        "advice": [sentence(problem).partition(": ")[2] for rule in RULES for problem in rule(shown.draft)],
        "differences": differences(draft_alone(shown.question, before), shown.draft) if before else [],
        "before": before,
    }
    return render(request, "quiz/item.html", context)


@require_safe
@login_required
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A former revision and the words that differ from the one before it."""
    shown = access.item_to_read(request.user, slug)
    by_number = {past.number: past for past in shown.revisions}
    if number not in by_number:
        raise NotThere(_("Không có bản này."))
    after, before = by_number[number], by_number.get(number - 1)
    draft = draft_alone(shown.question, after)
    context = {
        "item": shown,
        "revision": after,
        "draft": draft,
        "differences": differences(draft_alone(shown.question, before), draft) if before else [],
        "before": before,
    }
    return render(request, "quiz/revision.html", context)


@require_POST
@login_required
def act(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """A step of the item's way: review, approve, back, retire, restore."""
    if act not in ACTS:
        raise NotThere(_("Không có việc này."))
    try:
        _do(request, act, slug)
    except editing.ItemUnsound as unsound:
        for problem in unsound.problems:
            messages.warning(request, sentence(problem).partition(": ")[2])
    else:
        messages.success(request, ACTS[act][0])
    return redirect("quiz:bank") if act == "approve" else redirect("quiz:item", slug)


def _do(request: HttpRequest, act: str, slug: str) -> None:
    user = access.bank_to_read(request.user)
    if act in {"approve", "back"}:
        item = access.item_to_review(user, slug)
    else:
        item = access.item_to_write(user, slug)
    extra: dict[str, object] = {}
    if act == "review":
        extra["draft"] = item.draft
    if act == "back":
        extra["reason"] = request.POST.get("reason", "").replace("\0", "")
    if act == "approve":
        extra["seen"] = number_in(request.POST.get("seen", ""))
    do = ACTS[act][1]
    do(question=item.question, by=user, at=clock.now(), **extra)  # type: ignore[operator]  # one of the actions above
