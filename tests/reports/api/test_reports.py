"""What the agency that puts the province's report together gets by its token."""

from datetime import timedelta

import pytest
from django.test import Client

from backend import clock
from reports.actions import issue_report
from reports.models import IssuedReport
from schools.actions.tokens import make_token
from schools.models import User
from schools.rules.scopes import REPORTS_READ, SCOPES
from tests.factories import make_school, make_user
from tests.reports.official.worlds import NOVEMBER, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> IssuedReport:
    fill()
    return issue_report(period=NOVEMBER, by=None, at=clock.now(), formats=()).report


def asked(address: str, user: User, *wanted: str, **headers: str):
    token = make_token(user=user, name="thử", wanted=list(wanted or (REPORTS_READ,)), days=30, at=clock.now())[1]
    return Client().get(address, headers={"authorization": f"Bearer {token}", **headers})


def test_the_list_tells_every_version_in_pages(row: IssuedReport) -> None:
    officer = make_user("officer")
    page = asked("/api/reports?page_size=1", officer).json()
    assert (page["count"], page["pages"]) == (1, 1)
    (line,) = page["rows"]
    assert (line["id"], line["version"], line["checksum"], line["first"]) == (row.pk, 1, row.checksum, "2026-11-01")
    assert "pdf" in line["files"]
    assert asked("/api/reports?last=2026-10-31", officer).json()["count"] == 0
    assert asked("/api/reports?first=2026-11-30", officer).json()["count"] == 1
    assert asked("/api/reports?of=me", officer).status_code == 400


def test_the_data_are_the_snapshot_and_a_known_one_is_not_sent_again(row: IssuedReport) -> None:
    officer = make_user("officer")
    reply = asked(f"/api/reports/{row.pk}", officer)
    assert reply.json()["checksum"] == row.checksum
    assert reply["ETag"] == f'"{row.checksum}"'
    again = asked(f"/api/reports/{row.pk}", officer, **{"if-none-match": reply["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_files_come_whatever_is_accepted(row: IssuedReport) -> None:
    officer = make_user("officer")
    address = f"/api/reports/{row.pk}/files"
    reply = asked(f"{address}/json", officer, accept="application/pdf")
    assert reply.content.decode() == row.snapshot
    assert reply["Content-Disposition"].startswith("attachment")
    assert asked(f"{address}/json", officer, **{"if-none-match": reply["ETag"]}).status_code == 304
    assert asked(f"{address}/csv", officer).content[:2] == b"PK"
    assert asked(f"{address}/exe", officer).status_code == 404


def test_a_token_needs_the_scope_and_its_person_the_desk(row: IssuedReport) -> None:
    others = [scope for scope in SCOPES if scope != REPORTS_READ]
    for address in ("/api/reports", f"/api/reports/{row.pk}", f"/api/reports/{row.pk}/files/json"):
        assert asked(address, make_user("officer"), *others).status_code == 403
        assert asked(address, make_user("teacher", school=make_school())).status_code == 403
        assert Client().get(address).status_code == 401
    assert asked(f"/api/reports/{row.pk}", make_user("officer", is_demo=True)).status_code == 404


def test_periods_that_were_corrected_stay_both(row: IssuedReport) -> None:
    row.issued_at -= timedelta(days=1)
    row.save()
    officer = make_user("officer")
    from reports.actions.letterhead import set_letterhead

    values = {"agency": "Sở Giáo dục và Đào tạo", "to": "Sở Ngoại vụ"}
    set_letterhead(values=values, by=officer, at=clock.now())
    second = issue_report(period=NOVEMBER, by=None, at=clock.now(), formats=(), reason="Sửa nơi nhận").report
    rows = asked("/api/reports", officer).json()["rows"]
    assert [line["id"] for line in rows] == [second.pk, row.pk]
    assert rows[0]["reason"] == "Sửa nơi nhận"
