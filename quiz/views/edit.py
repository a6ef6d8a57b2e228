"""Writing an item: the editor with its preview, and a copy onto one's private shelf."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from backend import clock
from backend.refusals import Refusal
from quiz import access
from quiz.actions import editing
from quiz.forms import ItemForm, number_in
from quiz.queries import shown_item
from quiz.queries.bank import draft_alone
from quiz.queries.preview import text_of
from quiz.queries.sentences import sentence
from quiz.queries.shelf import BankItem
from quiz.rules.differences import Difference, differences, words
from quiz.rules.draft import MARKS, ItemDraft
from quiz.rules.kinds import KINDS
from quiz.rules.soundness import draft_problems, gradable_problems
from quiz.rules.writing import RULES
from schools.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new item: for the Department in the provincial bank, for everybody else on the private shelf."""
    user = access.bank_to_read(request.user)
    form = ItemForm(request.POST or None, request.FILES or None)
    private = not access.keeps_bank(user) or request.POST.get("private") == "yes"
    if request.method == "POST" and form.is_valid():
        draft = form.draft(editing.new_slug())
        if request.POST.get("act") != "preview":
            try:
                editing.create_items(drafts=[draft], by=user, at=clock.now(), private=private)
                messages.success(request, _("Đã lưu bản nháp."))
                return redirect("quiz:item", f"{draft.slug}-u{user.pk}" if private else draft.slug)
            except editing.ItemUnsound as unsound:
                _say(form, unsound)
    return _page(request, form, user, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    user = access.bank_to_read(request.user)
    item = access.item_to_write(user, slug)
    form = ItemForm(request.POST or None, request.FILES or None, standing=item.draft)
    if request.method == "POST" and form.is_valid() and request.POST.get("act") != "preview":
        try:
            seen, marks = number_in(request.POST.get("seen", "")), request.POST.get("seen_marks", "")
            draft = form.draft(slug)
            saved = editing.save_item(
                question=item.question, draft=draft, by=user, at=clock.now(), seen=seen, seen_marks=marks
            )
            changed = saved or draft.marks != marks
            messages.success(request, _("Đã lưu.") if changed else _("Không có gì thay đổi."))
            return redirect("quiz:item", slug)
        except editing.ItemUnsound as unsound:
            _say(form, unsound)
        except Refusal as refusal:
            form.add_error(None, str(refusal.detail))
            return _page(request, form, user, item, meanwhile=_meanwhile(item, seen, marks, form))
    return _page(request, form, user, item)


def _meanwhile(item: BankItem, seen: int, marks: str, form: ItemForm) -> dict[str, object]:
    """What somebody else saved while this was typed: shown beside it, and seen by the next try to save."""
    newest = item.revisions[-1]
    before = next((past for past in item.revisions if past.number == seen), None)
    now = draft_alone(item.question, newest)
    return {
        "newest": newest.number,
        "marks": now.marks,
        "meanwhile": [
            *(differences(draft_alone(item.question, before), now) if before else ()),
            *_marks_moved(marks, now, form),
        ],
    }


def _marks_moved(seen: str, now: ItemDraft, form: ItemForm) -> list[Difference]:
    """The marks that somebody else set, in the words of the form's choices."""
    moved = []
    for name, old, new in zip(MARKS, _each(seen), _each(now.marks), strict=False):
        named = dict(getattr(form.fields[name], "choices", ()))
        if old != new:
            moved.append(Difference(name, words(str(named.get(old, old)), str(named.get(new, new)))))
    return moved


def _each(marks: str) -> list[str]:
    return marks.split("|", len(MARKS) - 1)  # the last of them may hold any letter


def _say(form: ItemForm, unsound: editing.ItemUnsound) -> None:
    for problem in unsound.problems:
        form.add_error(None, sentence(problem).partition(": ")[2])


def _page(
    request: HttpRequest, form: ItemForm, user: User, item: BankItem | None, meanwhile: dict[str, object] | None = None
) -> HttpResponse:
    bound = request.method == "POST"
    newest = item.revisions[-1].number if item else 0
    draft = form.draft(item.question.slug if item else "w-0") if bound and form.is_bound and _cleaned(form) else None
    sent = bound and bool(request.FILES.get("picture"))
    if draft and sent:  # a picture that is not saved has no address, and a browser sends no file twice
        draft = replace(draft, picture=item.draft.picture if item else None)
    context = {
        "form": form,
        "item": item,
        # what this person has seen, not what is there by now
        "newest": number_in(request.POST.get("seen", "")) if bound else newest,
        "marks": request.POST.get("seen_marks", "") if bound or item is None else item.draft.marks,
        "picture_again": sent,
        "private": request.POST.get("private") == "yes",
        "keeps": access.keeps_bank(user),
        **_previewed(draft or (item.draft if item else None), request),
        **(meanwhile or {}),
    }
    wrong = bound and (form.errors or request.POST.get("act") != "preview")
    return render(request, "quiz/edit.html", context, status=422 if wrong else 200)


def _cleaned(form: ItemForm) -> bool:
    form.is_valid()
    return hasattr(form, "cleaned_data")


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The item as the pupil will see it, and what the rules say of it: a fragment for the editor's side."""
    access.bank_to_read(request.user)
    form = ItemForm(request.POST)
    form.is_valid()
    return render(request, "quiz/_preview.html", _previewed(form.draft("w-0"), request))


def _previewed(draft: ItemDraft | None, request: HttpRequest) -> dict[str, object]:
    if draft is None or draft.kind not in KINDS:
        return {"shown": None, "advice": [], "missing": []}
    language = "en" if request.POST.get("look") == "en" else "vi"
    shown = shown_item(
        text_of(draft), [choice.code for choice in draft.choices],
        language=language, number=1, item=0, points=100, revision=0,
    )  # fmt: skip
    missing = gradable_problems(draft) or draft_problems(draft, {draft.topic})
    return {
        "shown": shown,
        "missing": [sentence(problem).partition(": ")[2] for problem in missing],
        "advice": [sentence(problem).partition(": ")[2] for rule in RULES for problem in rule(draft)],
    }


@login_required
@require_POST
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """A copy of any item that one may read, on one's own private shelf, to be changed at will."""
    user = access.bank_to_read(request.user)
    item = access.item_to_read(user, slug)
    draft = replace(item.draft, slug=editing.new_slug())
    editing.create_items(drafts=[draft], by=user, at=clock.now(), private=True)
    messages.success(request, _("Đã chép về kho riêng của thầy cô."))
    return redirect("quiz:edit", f"{draft.slug}-u{user.pk}")
