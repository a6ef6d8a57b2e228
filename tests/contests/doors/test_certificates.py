"""Certificates from the order to the paper, and what a code says to anybody who asks."""

import io
import re
import time
import zipfile

import pytest
import segno
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from backend import clock
from contests.actions.certificates import order_certificates, revoke_certificate
from contests.actions.correcting import recount
from contests.actions.disqualify import disqualify
from contests.exchange.certificates import qr
from contests.management.commands import run_job
from contests.models import Award, Certificate, Contest, Job, JobFile, JobState, Prize, Result
from contests.queries.certificate_sheets import starting_words
from schools.models import User
from tests.factories import make_user
from tests.factories_boards import consent_to_name
from tests.factories_results import make_counted, over

pytestmark = pytest.mark.django_db
ADDRESS = "https://thi.example.vn"


@pytest.fixture
def contest(monkeypatch: pytest.MonkeyPatch) -> Contest:
    """Counted and published a while ago: three pupils, two of them in the first place."""
    made = make_counted(rights=[3, 3, 1], chain="points")
    monkeypatch.setattr(clock, "now", lambda: over(made, hours=0.5))
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return client


def address(name: str, contest: Contest, *more: object) -> str:
    return reverse(f"contests:{name}", args=[contest.code, *more])


def form(contest: Contest, kind: str = "participation", **more: object) -> dict[str, object]:
    return {"kind": kind, "do": "issue", **starting_words(contest, kind, clock.today()), **more}


def ordered(contest: Contest, kind: str = "participation", top: int = 0) -> Job:
    words = starting_words(contest, kind, clock.today())
    return order_certificates(
        contest=contest, kind=kind, top=top, words=words, address=ADDRESS, by=contest.created_by, at=clock.now()
    )


def page_of(code: str) -> tuple[int, str]:
    answer = Client().get(f"/verify/{code}/")
    return answer.status_code, answer.content.decode()


def test_ordered_printed_fetched_and_checked(contest: Contest) -> None:
    teacher, desk = signed_in(contest.created_by), address("certificates", contest)
    assert "trả lời đúng {số câu đúng}/{số câu} câu" in teacher.get(desk).content.decode()
    trial = teacher.post(address("certificates_issue", contest), form(contest, do="preview"))
    assert (trial.content[:5], Certificate.objects.count()) == (b"%PDF-", 0)
    assert teacher.post(address("certificates_issue", contest), form(contest)).status_code == 302
    job = Job.objects.get()
    assert "Đang chờ tới lượt" in teacher.get(desk).content.decode()
    assert "data-running" in teacher.get(address("job", contest, job.pk)).content.decode()
    call_command("run_job")
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert "Đã in xong 3 giấy" in teacher.get(desk).content.decode()
    answer = teacher.get(address("job_file", contest, job.pk))
    assert answer["Content-Disposition"] == f'attachment; filename="giay-chung-nhan-{contest.code.lower()}.pdf"'
    assert len(re.findall(rb"/Type\s*/Page\b", answer.content)) == 3
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3]
    row = Certificate.objects.first()
    assert row is not None
    status, page = page_of(row.code)
    assert status == 200
    assert "đang có hiệu lực" in page
    assert row.name not in page, "nobody agreed that it is shown"
    consent_to_name(row.user, clock.now())
    assert row.name in page_of(row.code.lower())[1]
    assert Client().get(f"/verify/{row.code}", follow=True).status_code == 200, "the QR's link has no slash at its end"
    assert "noindex" in Client().get(f"/verify/{row.code}/")["X-Robots-Tag"]
    assert Client().get("/verify/", {"code": "abcd efgh-jklm"})["Location"] == "/verify/ABCDEFGHJKLM/"
    assert page_of("ABCDEFGHJKLMNPQR")[0] == 404


def test_nobody_gets_two_and_a_revoked_number_never_comes_back(contest: Contest) -> None:
    for _time in range(2):
        ordered(contest)
        call_command("run_job")
    assert Certificate.objects.count() == 3
    row, teacher = Certificate.objects.get(number=2), signed_in(contest.created_by)
    row.user.set_name("Tên Đã Sửa")
    row.user.save()
    again = {"reason": "Sai tên", "again": "1"}
    assert teacher.post(address("certificate_revoke", contest, row.pk), again).status_code == 302
    fresh = Certificate.objects.get(user=row.user, revoked_at=None)
    assert (fresh.number, fresh.name) == (4, "Tên Đã Sửa")
    status, page = page_of(row.code)
    assert status == 200
    assert "đã được thu hồi" in page
    assert "Sai tên" not in page
    assert teacher.get(address("certificate_pdf", contest, row.pk)).status_code == 409
    assert teacher.get(address("certificate_pdf", contest, fresh.pk)).content.startswith(b"%PDF-")
    revoke_certificate(certificate=fresh, reason="Nhầm", by=contest.created_by, at=clock.now())
    ordered(contest)
    call_command("run_job")
    assert Certificate.objects.get(user=row.user, revoked_at=None).number == 5


def test_what_results_say_no_longer_is_not_printed_again(contest: Contest) -> None:
    ordered(contest)
    call_command("run_job")
    best, worst = Result.objects.filter(contest=contest, rank=1)[0], Result.objects.get(contest=contest, rank=3)
    disqualify(contest=contest, user=best.attempt.user, reason="thử", by=contest.created_by, at=clock.now())
    assert worst.attempt.user_id
    teacher = signed_in(contest.created_by)
    page = teacher.get(address("certificates", contest)).content.decode()
    assert page.count("Kết quả đã đổi") == 2, "one is out, one has another rank"
    job = ordered(contest)
    call_command("run_job")
    job.refresh_from_db()
    assert (job.total, job.note.startswith("1 giấy")) == (1, True)
    out = Certificate.objects.get(user=best.attempt.user)
    again = {"reason": "thử", "again": "1"}
    assert teacher.post(address("certificate_revoke", contest, out.pk), again).status_code == 409
    out.refresh_from_db()
    assert out.revoked_at is None, "a refused act leaves everything as it was"


def test_merit_by_rank_or_by_the_list_of_prizes(contest: Contest) -> None:
    ordered(contest, "merit", top=1)
    call_command("run_job")
    assert set(Certificate.objects.values_list("for_what", flat=True)) == {"Hạng 1"}
    assert Certificate.objects.count() == 2
    recount(contest=contest, reason="thử", by=contest.created_by, at=clock.now())
    prize = Prize.objects.create(contest=contest, order=1, name="Giải Nhất", quota=1)
    Award.objects.create(result=Result.objects.filter(contest=contest, version=2, rank=3).get(), prize=prize)
    ordered(contest, "merit", top=1)
    call_command("run_job")
    assert Certificate.objects.get(number=3).for_what == "Giải Nhất"


def test_refused_in_words(contest: Contest, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher, issue = signed_in(contest.created_by), address("certificates_issue", contest)
    answer = teacher.post(issue, form(contest, text="đạt {huy chương}"))
    assert answer.status_code == 422
    assert "{huy chương}" in answer.content.decode()
    assert teacher.post(issue, form(contest), headers={"host": "localhost"}).status_code == 409
    assert teacher.post(issue, form(contest, "merit", top="")).status_code == 422
    waiting = make_counted(rights=[1], confirmation="school")
    assert signed_in(waiting.created_by).post(address("certificates_issue", waiting), form(waiting)).status_code == 409
    assert Job.objects.count() == 0


def test_cancelled_in_the_middle_numbers_stay(contest: Contest, monkeypatch: pytest.MonkeyPatch) -> None:
    job = ordered(contest)
    claim = run_job.claim_job(job_id=job.pk, at=clock.now())
    assert claim is not None
    stop = address("job_cancel", contest, job.pk)
    assert signed_in(contest.created_by).post(stop).status_code == 302
    with pytest.raises(run_job.JobStopped):
        run_job.work(claim)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not JobFile.objects.exists()


def test_the_code_on_the_paper_is_the_link() -> None:
    """Every square as drawn, run by run, against the squares of the link."""
    link = f"{ADDRESS}/verify/ABCDEFGHJKLMNPQR"
    wanted = {
        (x, y)
        for y, row in enumerate(segno.make(link, error="m", micro=False).matrix)
        for x, dark in enumerate(row)
        if dark
    }
    assert _squares(qr(link)) == wanted


def _squares(svg: str) -> set[tuple[int, int]]:
    """The dark squares of a path of horizontal strokes (`M2 2.5h7m3 0h1…`), without the border of two."""
    path = re.search(r' d="([^"]+)"', svg)
    assert path is not None
    x, y = 0.0, 0.0
    found = set()
    for act, numbers in re.findall(r"([Mmh])([-\d. ]+)", path[1]):
        steps = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if act == "h":
            found |= {(int(x) + step - 2, int(y) - 2) for step in range(int(steps[0]))}
            x += steps[0]
        else:
            x, y = (steps[0], steps[1]) if act == "M" else (x + steps[0], y + steps[1])
    return found


@pytest.mark.long
def test_a_thousand_with_progress(contest: Contest, capsys: pytest.CaptureFixture[str]) -> None:
    """Four classes of 250, so a zip with three parts of each."""
    first = Result.objects.filter(contest=contest)[0]
    people = [make_user(school=contest.school) for _number in range(997)]
    attempts = [type(first.attempt)(**_like(first.attempt, pupil, n)) for n, pupil in enumerate(people)]
    made = type(first.attempt).objects.bulk_create(attempts)
    Result.objects.bulk_create(
        Result(contest=contest, version=1, attempt=one, rank=4 + n, tied=False, points=1, right=1)
        for n, one in enumerate(made)
    )
    job = ordered(contest)
    began = time.monotonic()
    call_command("run_job")
    took = time.monotonic() - began
    job.refresh_from_db()
    assert (job.state, job.done, Certificate.objects.count()) == (JobState.DONE, 1000, 1000)
    data = bytes(JobFile.objects.get().data)
    folder = zipfile.ZipFile(io.BytesIO(data))
    assert sum(len(re.findall(rb"/Type\s*/Page\b", folder.read(name))) for name in folder.namelist()) == 1000
    with capsys.disabled():
        print(f"\n1000 certificates: {took:.1f} s, {len(data) / 1e6:.1f} MB, {len(folder.namelist())} files")


def _like(attempt: object, pupil: User, number: int) -> dict[str, object]:
    fields = {name: value for name, value in vars(attempt).items() if not name.startswith("_") and name != "id"}
    return {**fields, "user_id": pupil.pk, "class_name": f"10A{number % 4 + 1}"}
