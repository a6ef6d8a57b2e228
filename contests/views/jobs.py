"""Long work of a contest: how far it is, cancelled, its file fetched."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.authentication import login_or_token
from backend.refusals import NotThere
from contests import access
from contests.actions.job import cancel_job
from contests.models import JobFile
from schools.models.export import ExportKind
from schools.rules.scopes import RESULTS_READ
from schools.views.exporting import hand_out


@login_required
@require_safe
def job(request: HttpRequest, code: str, job_id: int) -> HttpResponse:
    """A piece of a page, asked for again and again while it runs."""
    contest = access.contest_to_judge(request.user, code)
    found = access.job_to_see(contest, job_id)
    return render(request, "contests/_job.html", {"contest": contest, "job": found})


@login_required
@require_POST
def cancel(request: HttpRequest, code: str, job_id: int) -> HttpResponse:
    """Ask it to end; what is numbered already stays."""
    contest = access.contest_to_judge(request.user, code)
    cancel_job(job=access.job_to_see(contest, job_id), by=request.user, at=clock.now())
    messages.success(request, _("Đã dừng việc này. Giấy đã đánh số vẫn giữ số."))
    return redirect("contests:certificates", contest.code)


@login_or_token(RESULTS_READ)
@require_safe
def job_file(request: HttpRequest, code: str, job_id: int) -> HttpResponse:
    """What it made, for a week."""
    contest = access.contest_to_judge(request.user, code)
    made = JobFile.objects.filter(job=access.job_to_see(contest, job_id)).select_related("job").first()
    if made is None:
        raise NotThere(_("Tệp này không còn. Tệp được giữ 7 ngày, hãy làm lại."))
    hand_out(request, what=ExportKind.CERTIFICATES, rows=made.job.total, subject=contest.code, school=contest.school)
    response = HttpResponse(bytes(made.data), content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["Cache-Control"] = "no-store"
    return response
