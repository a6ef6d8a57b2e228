"""Results as files: the Department reads codes for names until it says why, schools read their names."""

import pytest
from django.urls import reverse

from backend import clock
from contests.models import Attempt
from schools.actions.tokens import make_token
from schools.models import ExportRecord, Trail
from schools.views.entering import FRESH_AT
from tests.factories import make_user
from tests.factories_results import make_counted

pytestmark = pytest.mark.django_db


def enter(client, user, *, fresh=True):
    client.force_login(user, backend="schools.backends.StaffBackend")
    session = client.session
    session[FRESH_AT] = int(clock.now().timestamp()) if fresh else 0
    session.save()


def text(answer):
    return b"".join(answer.streaming_content).decode()


def names(contest):
    return [attempt.user.full_name for attempt in Attempt.objects.filter(contest=contest)]


def test_codes_until_there_is_a_reason(client):
    contest = make_counted(rights=[4, 2])
    csv, ask = reverse("contests:results_csv", args=[contest.code]), reverse("schools:export_names")
    officer = make_user("officer")
    enter(client, officer)
    first = text(client.get(csv))
    assert not [name for name in names(contest) if name in first]
    assert first.count("HS-") == 2
    assert text(client.get(csv)) == first, "one person, one code"
    assert client.post(ask, {"next": csv, "reason": "x"}).status_code == 422
    assert client.post(ask, {"next": csv, "reason": "In giấy khen của Sở"}).url == csv
    given = text(client.get(csv))
    assert all(name in given for name in names(contest))
    xlsx = reverse("contests:results_xlsx", args=[contest.code])
    client.get(xlsx)
    assert list(ExportRecord.objects.order_by("pk").values_list("named", "rows")) == [(False, 2)] * 2 + [
        (True, 2),
        (False, 2),
    ]
    assert Trail.objects.get(act="names_asked").subject == csv
    enter(client, officer, fresh=False)
    assert client.get(f"{ask}?next={csv}").url.startswith(reverse("schools:reauth"))


def test_a_school_has_its_names_and_a_script_of_the_department_codes(client):
    contest = make_counted(rights=[4, 2])
    csv = reverse("contests:results_csv", args=[contest.code])
    enter(client, contest.created_by, fresh=False)
    given = text(client.get(csv))
    assert all(name in given for name in names(contest))
    client.logout()
    _token, secret = make_token(user=make_user("officer"), name="x", wanted=["results:read"], days=30, at=clock.now())
    bearer = {"authorization": f"Bearer {secret}"}
    rows = reverse("contests:api_result_rows", args=[contest.code, 1])
    told = client.get(rows, headers=bearer).json()["rows"]
    client.get(rows, headers=bearer)
    assert [row["name"][:3] for row in told] == ["HS-", "HS-"]
    assert told[0]["name"] in text(client.get(csv, headers=bearer))
    assert ExportRecord.objects.filter(user__role="officer").count() == 2, "one list of the API is one line"


def test_the_days_limit_holds_for_files_and_scripts_alike(client, settings):
    settings.EXPORT_ROWS_A_DAY = 1
    contest = make_counted(rights=[4, 2])
    enter(client, contest.created_by)
    assert client.get(reverse("contests:results_csv", args=[contest.code])).status_code == 429
    answer = client.get(reverse("contests:api_result_rows", args=[contest.code, 1]))
    assert (answer.status_code, answer.json()["code"]) == (429, "export_limit")
    assert set(ExportRecord.objects.values_list("user", "refused")) == {(contest.created_by.pk, True)}


def test_the_whole_list_on_paper_has_codes_too_until_there_is_a_reason(client):
    contest = make_counted(rights=[4, 2])
    page = reverse("contests:results_print", args=[contest.code]) + "?list=results"
    enter(client, make_user("officer"))
    first = client.get(page).content.decode()
    assert not [name for name in names(contest) if name in first]
    assert first.count("HS-") == 2
    ask = reverse("schools:export_names")
    assert f"{ask}?next=" in first
    client.post(ask, {"next": page, "reason": "Trình ký danh sách"})
    given = client.get(page).content.decode()
    assert all(name in given for name in names(contest))
    assert list(ExportRecord.objects.order_by("pk").values_list("named", flat=True)) == [False, True]
    enter(client, contest.created_by)
    assert all(name in client.get(page).content.decode() for name in names(contest))
