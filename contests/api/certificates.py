"""Certificates by API: ordered as long work that is asked for its progress, listed, revoked, and checked by anybody."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from backend import clock
from backend.refusals import NotThere, Refusal
from contests import access
from contests.actions import certificates as actions
from contests.actions.job import cancel_job
from contests.api.base import MOST_NAMED, Endpoint, Given, Paged, Whole, asked, page_of, pages_of, reached, sent
from contests.forms.certificates import MOST_RANKS, CertificatesForm
from contests.models import Certificate, CertificateKind, Contest, Job
from contests.queries import certificate_sheets as sheets
from contests.queries import certificates as reads
from contests.queries import results
from contests.rules.certificates import number_text
from schools.models.export import ExportKind
from schools.rules import codes
from schools.rules.scopes import CONTESTS_READ, CONTESTS_WRITE, RESULTS_READ
from schools.views.exporting import hand_out


class CertificatesAsked(Paged):
    kind = serializers.ChoiceField(choices=CertificateKind.values, required=False, default="")
    q = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)


class WordsGiven(Given):
    """The sentences of the sheet."""

    body = serializers.CharField(max_length=300, required=False)
    opening = serializers.CharField(max_length=120, required=False)
    about = serializers.CharField(max_length=200, required=False)
    text = serializers.CharField(max_length=500, required=False)
    place_day = serializers.CharField(max_length=120, required=False)
    signs_as = serializers.CharField(max_length=120, required=False)
    signatory = serializers.CharField(max_length=120, required=False, allow_blank=True)


class OrderGiven(Given):
    """Everybody of the published results, or those in `groups` (`class:10A1`, `school:7`).

    Merit: who was given a prize, else the first `top` ranks. `words` left out are those that the page begins with.
    """

    kind = serializers.ChoiceField(choices=CertificateKind.values)
    groups = serializers.ListField(child=serializers.CharField(max_length=60), max_length=MOST_NAMED, default=list)
    top = Whole(min_value=1, max_value=MOST_RANKS, required=False)
    words = WordsGiven(default=dict)


class RevokeGiven(Given):
    """`again`: give it anew under a new number, with what the results say now."""

    reason = serializers.CharField(max_length=300)
    again = serializers.BooleanField(default=False)


class JobSerializer(serializers.Serializer[Any]):
    """Long work: `waiting`, `running`, `done`, `failed` or `cancelled`; `done` of `total` steps."""

    id = serializers.IntegerField()
    state = serializers.CharField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    note = serializers.CharField()
    updated_at = serializers.DateTimeField()


class CertificateSerializer(serializers.Serializer[Any]):
    """As it was issued. `code` stands behind the QR."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    number = serializers.SerializerMethodField()
    code = serializers.CharField()
    user = serializers.IntegerField(source="user_id")
    name = serializers.CharField()
    class_name = serializers.CharField()
    school_name = serializers.CharField()
    for_what = serializers.CharField()
    issued_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    revoke_reason = serializers.CharField()

    def get_number(self, row: Certificate) -> str:
        return number_text(row.kind, row.number, row.contest.code)


class VerifiedSerializer(serializers.Serializer[Any]):
    """What anybody may know of a certificate; `revoked` is a day, empty while it stands."""

    kind = serializers.CharField()
    number = serializers.CharField()
    contest = serializers.CharField()
    for_what = serializers.CharField()
    name = serializers.CharField()
    full_name = serializers.BooleanField()
    class_name = serializers.CharField()
    school = serializers.CharField()
    issued = serializers.CharField()
    revoked = serializers.CharField()
    demo = serializers.BooleanField()


class CertificatesView(Endpoint):
    token_scopes = {"GET": RESULTS_READ, "POST": CONTESTS_WRITE}

    @extend_schema(
        operation_id="certificates", parameters=[CertificatesAsked], responses=pages_of(CertificateSerializer)
    )
    def get(self, request: Request, code: str) -> Response:
        """All that were ever issued, the newest numbers first."""
        contest = access.contest_to_judge(request.user, code)
        wanted = asked(CertificatesAsked, request)
        rows = reads.certificates_of(contest, wanted["kind"], wanted["q"]).select_related("contest")
        body = page_of(rows, wanted, CertificateSerializer)
        hand_out(
            request,
            what=ExportKind.CERTIFICATES,
            rows=reached(body, wanted),
            subject=" ".join(word for word in (contest.code, wanted["kind"], wanted["q"]) if word),
            school=contest.school,
            again=True,
        )
        return Response(body)

    @extend_schema(operation_id="certificates_issue", request=OrderGiven, responses={202: JobSerializer})
    def post(self, request: Request, code: str) -> Response:
        """Order certificates of the published results; ask the job how far it is."""
        contest = access.contest_to_judge(request.user, code)
        job = _ordered(request, contest, sent(OrderGiven, request))
        return Response(JobSerializer(job).data, status=202)


def _ordered(request: Request, contest: Contest, given: Mapping[str, Any]) -> Job:
    kind, listed = given["kind"], results.published_list(contest)
    if listed is None:
        raise Refusal("not_published", _("Kết quả chưa được công bố nên chưa cấp giấy được."))
    words = {**sheets.words_for(contest, kind, clock.today()), **given["words"]}
    form = CertificatesForm(
        {**words, "groups": given["groups"], "top": given.get("top")},
        kind=kind,
        groups=reads.groups(contest, listed.version),
        given=reads.has_awards(contest, listed.version),
    )
    if not form.is_valid():
        wrong: dict[str, list[object]] = {name: list(sentences) for name, sentences in form.errors.items()}
        raise Refusal("invalid", _("Một vài chỗ cần xem lại."), status=400, fields=wrong)
    return actions.order_certificates(
        contest=contest,
        kind=kind,
        groups=form.cleaned_data.get("groups") or [],
        top=form.cleaned_data.get("top") or 0,
        words=form.words,
        address=access.address_to_print(contest, f"{request.scheme}://{request.get_host()}"),
        by=request.user,
        at=clock.now(),
    )


class CertificateRevokeView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="certificate_revoke", request=RevokeGiven, responses=CertificateSerializer)
    def post(self, request: Request, code: str, certificate_id: int) -> Response:
        """Its code says from now on that it was revoked; the answer is that one, or the new one."""
        contest = access.contest_to_judge(request.user, code)
        row = access.certificate_to_change(contest, certificate_id)
        given = sent(RevokeGiven, request)
        act = actions.reissue_certificate if given["again"] else actions.revoke_certificate
        made = act(certificate=row, reason=given["reason"], by=request.user, at=clock.now())
        return Response(CertificateSerializer(made).data)


class JobView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ}

    @extend_schema(operation_id="job", responses=JobSerializer)
    def get(self, request: Request, code: str, job_id: int) -> Response:
        """How far long work is."""
        contest = access.contest_to_judge(request.user, code)
        return Response(JobSerializer(access.job_to_see(contest, job_id)).data)


class JobCancelView(Endpoint):
    token_scopes = {"POST": CONTESTS_WRITE}

    @extend_schema(operation_id="job_cancel", request=None, responses=JobSerializer)
    def post(self, request: Request, code: str, job_id: int) -> Response:
        """Ask it to end; what is numbered already stays."""
        contest = access.contest_to_judge(request.user, code)
        job = access.job_to_see(contest, job_id)
        cancel_job(job=job, by=request.user, at=clock.now())
        return Response(JobSerializer(access.job_to_see(contest, job_id)).data)


class VerifyView(Endpoint):
    permission_classes = [AllowAny]  # whoever holds the paper
    token_scopes = {"GET": RESULTS_READ}

    @extend_schema(operation_id="certificate_verify", responses=VerifiedSerializer)
    def get(self, request: Request, code: str) -> Response:
        """What the code under a certificate's QR stands for; 404 where no certificate bears it."""
        found = reads.verified(codes.typed_code(code))
        if found is None:
            raise NotThere(_("Không có giấy nào mang mã này."))
        return Response(VerifiedSerializer(found).data)
