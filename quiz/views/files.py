"""Files of questions: in with a preview before anything is stored, out in every format."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import NotThere
from quiz import access
from quiz.actions.imports import MAX_BYTES, import_upload, keep_upload, preview_file
from quiz.exchange import spreadsheet
from quiz.exchange.formats import FORMATS
from quiz.forms import UploadForm, number_in
from quiz.queries import topics
from quiz.queries.files import drafts_for_export, number_for_export
from quiz.queries.sentences import sentence
from quiz.queries.shelf import Filters

NAMES = {
    "spreadsheet": gettext_lazy("Bảng tính Excel theo mẫu"),
    "word": gettext_lazy("Đề thi Word"),
    "gift": gettext_lazy("GIFT (Moodle)"),
    "aiken": gettext_lazy("Aiken"),
    "moodle_xml": gettext_lazy("Moodle XML"),
    "qti": gettext_lazy("QTI 2.1"),
    "qti3": gettext_lazy("QTI 3.0"),
    "kahoot": gettext_lazy("Bảng tính Kahoot!"),
}


def _choices(way: str) -> list[tuple[str, str]]:
    return [(name, str(NAMES.get(name, name))) for name, known in FORMATS.items() if getattr(known, way)]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """The form, and after a file was chosen the preview with problems and notes. Nothing is written to the bank yet."""
    user = access.bank_to_read(request.user)
    form = UploadForm(request.POST or None, request.FILES or None, formats=_choices("read"))
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "quiz/import.html", {"form": form, "keeps": access.keeps_bank(user)}, status=status)
    given = form.cleaned_data
    private = not access.keeps_bank(user)
    data, name = given["file"].read(MAX_BYTES + 1), given["file"].name or ""
    preview = preview_file(data=data, name=name, form=given["form"], topic=given["topic"], by=user, private=private)
    upload = None
    if preview.drafts:
        upload = keep_upload(data=data, name=name, form=preview.form, by=user, at=clock.now())
    context = {
        "form": form,
        "preview": preview,
        "drafts": preview.drafts[:100],
        "more": max(0, len(preview.drafts) - 100),
        "problems": [sentence(problem) for problem in preview.problems[:200]],
        "notes": [sentence(problem) for problem in preview.notes[:200]],
        "format": NAMES.get(preview.form, preview.form),
        "upload": upload,
        "topic": given["topic"],
        "keeps": access.keeps_bank(user),
    }
    return render(request, "quiz/import.html", context, status=422 if preview.problems else 200)


@login_required
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to fill in, with drop-down lists, examples and a guide."""
    access.bank_to_read(request.user)
    data = spreadsheet.template([(topic.code, topic.name_vi) for topic in topics()])
    reply = HttpResponse(data, content_type=FORMATS["spreadsheet"].media)
    reply["Content-Disposition"] = 'attachment; filename="mau-cau-hoi.xlsx"'
    return reply


@login_required
@require_POST
def import_confirm(request: HttpRequest) -> HttpResponse:
    """Takes what the preview showed."""
    user = access.bank_to_read(request.user)
    new, there = import_upload(
        upload_id=number_in(request.POST.get("upload", "")),
        topic=request.POST.get("topic", "")[:40],
        by=user,
        at=clock.now(),
        private=not access.keeps_bank(user),
        without_broken=request.POST.get("without_broken") == "yes",
    )
    text = ngettext("Đã nhập %(n)s câu mới", "Đã nhập %(n)s câu mới", new) % {"n": new}
    messages.success(request, text + (_(", %(there)s câu đã có từ trước.") % {"there": there} if there else "."))
    return redirect("/bank/?bank=mine" if not access.keeps_bank(user) else "/bank/?state=draft")


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """The items of the list's filters in every format that can be written, with what each would leave out."""
    user = access.bank_to_read(request.user)
    filters = Filters.taken_from(request.GET.dict())
    visible, day = access.questions_visible(user), filters.on or clock.today()
    name = request.GET.get("format", "")
    language = "en" if (get_language() or "").startswith("en") else "vi"
    if not name:
        number = number_for_export(visible, filters, user=user, day=day)
        asked = request.GET.copy()
        asked.pop("format", None)
        context = {"formats": _choices("write"), "number": number, "filters": filters, "asked": asked.urlencode()}
        return render(request, "quiz/export.html", context)
    known = FORMATS.get(name)
    if known is None or known.write is None:
        raise NotThere(_("Không có định dạng này."))
    written = known.write(drafts_for_export(visible, filters, user=user, day=day), language=language)
    if request.GET.get("look") == "notes":
        context = {"format": NAMES.get(name, name), "notes": [sentence(note) for note in written.notes[:500]]}
        return render(request, "quiz/_export_notes.html", context)
    reply = HttpResponse(written.data, content_type=known.media)
    reply["Content-Disposition"] = f'attachment; filename="ngan-hang-{clock.today():%Y-%m-%d}{known.ending}"'
    reply["X-Content-Type-Options"] = "nosniff"
    return reply
