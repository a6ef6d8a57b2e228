import io
from datetime import date

import pytest
from PIL import Image

from backend.refusals import Refusal
from reports.actions.register_returns import complete_return, remind, reopen_return, save_remarks
from reports.actions.registers import change_row, enter_row, restore_row, withdraw_row
from reports.models import Evidence, RegisterChange, RegisterRow, SchoolReturn, Talk
from reports.queries.register_returns import open_reminder, return_lines
from reports.queries.register_rows import history
from reports.rules.periods import Period
from schools.models import School, Trail, User
from tests.factories import make_school, make_user
from tests.factories_registers import AT, DAY, a_row, make_row

pytestmark = pytest.mark.django_db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
DECEMBER = Period(date(2026, 12, 1), date(2026, 12, 31))
SCHOOL_YEAR = Period(date(2026, 8, 1), date(2027, 7, 31))
PDF = b"%PDF-1.7 test\n%%EOF\n"


@pytest.fixture
def school() -> School:
    return make_school()


@pytest.fixture
def leader(school: School) -> User:
    return make_user("leader", school=school)


def code_of(act, **given) -> str:
    with pytest.raises(Refusal) as told:
        act(**given)
    return told.value.code


def test_the_same_row_is_refused_unless_it_is_confirmed(school: School, leader: User) -> None:
    given = {"key": "talks", "school": school, "by": leader, "at": AT}
    enter_row(values=a_row("talks"), **given)
    assert code_of(enter_row, values=a_row("talks", title="asean QUANH em", pupils=3), **given) == "entered_before"
    enter_row(values=a_row("talks"), confirmed=True, **given)
    enter_row(values=a_row("talks", kind="integrated"), **given)
    enter_row(values=a_row("talks"), **{**given, "school": make_school()})
    assert Talk.objects.filter(school=school).count() == 3
    assert code_of(enter_row, values=a_row("talks", day=date(2026, 11, 26)), **given) == "bad_row"


def test_a_correction_keeps_old_and_new_and_who(school: School, leader: User) -> None:
    row = make_row("talks", school, by=leader)
    given = {"values": a_row("talks", pupils=1150, kind="integrated"), "by": leader, "at": AT}
    change_row(key="talks", row_id=row.pk, **given)
    told = [(line.column, line.before, line.after, line.by) for line in history("talks", row.pk)]
    name = leader.full_name
    assert told == [("kind", "Buổi riêng", "Lồng ghép", name), ("pupils", "120", "1.150", name)]
    assert change_row(key="talks", row_id=row.pk, **given) == []
    assert Trail.objects.filter(act="register_changed").get().note == "kind, pupils"


def test_rows_taken_out_come_back(school: School, leader: User) -> None:
    row = make_row("talks", school, by=leader)
    withdraw_row(key="talks", row_id=row.pk, by=leader, at=AT)
    assert Talk.objects.get().withdrawn_at == AT
    restore_row(key="talks", row_id=row.pk, by=leader, at=AT)
    assert Talk.objects.get().withdrawn_at is None
    assert list(RegisterChange.objects.values_list("act", flat=True)) == ["withdrawn", "restored"]


def test_one_row_a_school_in_an_outside_contest_even_when_confirmed(school: School, leader: User) -> None:
    contest = make_row("contests")
    row = make_row("outside", school, by=leader, contest=contest.pk)
    given = {"values": a_row("outside", contest=contest.pk), "school": school, "by": leader, "at": AT}
    assert code_of(enter_row, key="outside", confirmed=True, **given) == "entered_before"
    withdraw_row(key="outside", row_id=row.pk, by=leader, at=AT)
    enter_row(key="outside", **given)
    assert code_of(restore_row, key="outside", row_id=row.pk, by=leader, at=AT) == "entered_before"
    assert code_of(withdraw_row, key="contests", row_id=contest.pk, by=leader, at=AT) == "in_use"


@pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"GIF89a", b"PK\x03\x04", PDF + b"0" * 5_000_000])
def test_evidence_is_a_pdf_or_picture_of_5_mb_at_most(school: School, leader: User, data: bytes) -> None:
    given = {"key": "outside", "school": school, "by": leader, "at": AT}
    values = a_row("outside", contest=make_row("contests").pk)
    assert code_of(enter_row, values=values, file=data, **given) == "bad_file"
    row = enter_row(values=values, file=PDF, **given)
    assert Evidence.objects.get(participation=row.pk).media == "application/pdf"


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, kind)
    return out.getvalue()


JPEG, PNG = picture("JPEG"), picture("PNG")
BROKEN = {
    "empty": b"",
    "a PDF without an end": b"%PDF-1.4\n%broken",
    "a PDF with another end": PDF + b"0" * 2_000,
    "half a JPEG": JPEG[: len(JPEG) // 2],
    "half a PNG": PNG[: len(PNG) // 2],
    "a PNG whose pixels were changed": PNG.replace(b"IDAT", b"IDAT\0", 1),
    "a JPEG's first bytes": b"\xff\xd8\xff",
    "a PNG of 10 gigapixels": PNG.replace(b"\0\0\x01\0\0\0\x01\0", b"\0\1\x86\xa0\0\1\x86\xa0", 1),
}


@pytest.mark.parametrize("name", BROKEN)
def test_evidence_that_cannot_be_opened_is_refused_and_the_old_file_stays(
    school: School, leader: User, name: str
) -> None:
    given = {"values": a_row("outside", contest=make_row("contests").pk), "by": leader, "at": AT}
    assert code_of(enter_row, key="outside", school=school, file=BROKEN[name], **given) == "bad_file"
    row = enter_row(key="outside", school=school, file=PDF, **given)
    assert code_of(change_row, key="outside", row_id=row.pk, file=BROKEN[name], **given) == "bad_file"
    assert bytes(Evidence.objects.get().data) == PDF


@pytest.mark.parametrize(("data", "media"), [(JPEG, "image/jpeg"), (PNG, "image/png"), (PDF, "application/pdf")])
def test_evidence_that_opens_is_kept_as_it_came(school: School, leader: User, data: bytes, media: str) -> None:
    values = a_row("outside", contest=make_row("contests").pk)
    enter_row(key="outside", school=school, values=values, file=data, by=leader, at=AT)
    kept = Evidence.objects.get()
    assert (kept.media, bytes(kept.data)) == (media, data)


def test_a_reported_period_stands_still_until_it_is_opened_again(school: School, leader: User) -> None:
    row = make_row("talks", school, by=leader)
    told = {"school": school, "period": NOVEMBER, "by": leader, "at": AT}
    assert code_of(complete_return, nothing=True, **told) == "has_rows"
    complete_return(nothing=False, **told)
    assert code_of(complete_return, nothing=False, **told) == "reported"
    assert code_of(save_remarks, difficulties="x", proposals="", seen="", **told) == "reported"
    entered = {"key": "talks", "school": school, "by": leader, "at": AT}
    assert code_of(enter_row, values=a_row("talks", title="Khác"), **entered) == "reported"
    assert code_of(withdraw_row, key="talks", row_id=row.pk, by=leader, at=AT) == "reported"
    enter_row(values=a_row("talks", day=date(2026, 10, 31)), **entered)
    reopen_return(**told)
    enter_row(values=a_row("talks", title="Khác"), **entered)
    kept = SchoolReturn.objects.get()
    assert (kept.reported_at, kept.reopened_by) == (None, leader)


def test_nothing_must_be_meant(school: School, leader: User) -> None:
    told = {"school": school, "period": NOVEMBER, "by": leader, "at": AT}
    assert code_of(complete_return, nothing=False, **told) == "no_rows"
    assert complete_return(nothing=True, **told).nothing


def test_reminders_stay_until_the_school_has_reported(school: School, leader: User) -> None:
    other, officer = make_school(), make_user("officer")
    assert code_of(remind, schools=[], period=NOVEMBER, words="Kính đề nghị", by=officer, at=AT) == "nobody"
    remind(schools=[school, other], period=NOVEMBER, words="Kính đề nghị", by=officer, at=AT)
    assert open_reminder(school.pk).words == "Kính đề nghị"
    complete_return(school=school, period=NOVEMBER, nothing=True, by=leader, at=AT)
    assert open_reminder(school.pk) is None
    lines = {line.id: line for line in return_lines(NOVEMBER, is_demo=False)}
    assert (lines[school.pk].reported, lines[school.pk].nothing, lines[other.pk].reported) == (True, True, False)
    assert lines[other.pk].reminded_at == AT


def test_who_reports_the_year_is_no_longer_reminded_of_its_month(school: School, leader: User) -> None:
    remind(schools=[school], period=NOVEMBER, words="Kính đề nghị", by=make_user("officer"), at=AT)
    complete_return(school=school, period=SCHOOL_YEAR, nothing=True, by=leader, at=AT)
    assert open_reminder(school.pk) is None
    december = {line.id: line for line in return_lines(DECEMBER, is_demo=False)}
    assert not december[school.pk].reported


def test_a_row_belongs_to_the_world_of_its_school() -> None:
    row: RegisterRow = make_row("talks", make_school(is_demo=True))
    assert row.is_demo
    assert make_row("documents", by=make_user("officer", is_demo=True)).is_demo
    assert not make_row("documents", day=DAY).is_demo


def test_a_row_of_the_demonstration_is_no_double_of_a_real_one() -> None:
    given = {"key": "documents", "values": a_row("documents"), "school": None, "at": AT}
    enter_row(by=make_user("officer", is_demo=True), **given)
    enter_row(by=make_user("officer"), **given)
    assert code_of(enter_row, by=make_user("officer"), **given) == "entered_before"
