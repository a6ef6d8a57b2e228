from datetime import timedelta

import pytest

from backend import clock
from backend.refusals import Refusal
from schools.actions.data_requests import acknowledge_request, answer_request, extend_request, record_request
from schools.actions.privacy import deidentify
from schools.models import DataRequest, Trail
from schools.queries.data_requests import in_order, late_requests, line_of, requests_visible
from tests.factories import make_data_request, make_school, make_user

pytestmark = pytest.mark.django_db
AT = clock.now()
TODAY = clock.day_of(AT)


def record(by, **fields):
    fields = {"kind": "withdraw", "asker": "self", "received_on": TODAY, "school": by.school, **fields}
    return record_request(**fields, by=by, at=AT)


def test_from_the_first_line_to_the_answer():
    leader = make_user("leader")
    pupil = make_user(school=leader.school)
    row = record(leader, person=pupil, third_party=True)
    assert (row.due_on - TODAY).days == 20
    acknowledge_request(request=row, by=leader, at=AT)
    acknowledge_request(request=row, by=leader, at=AT + timedelta(days=1))
    until = row.due_on + timedelta(days=15)
    row = extend_request(request=row, until=until, reason="chờ đơn vị in", by=leader, at=AT)
    with pytest.raises(Refusal):
        extend_request(request=row, until=until, reason="nữa", by=leader, at=AT)
    row = answer_request(request=row, done=True, answer="Đã rút sự đồng ý.", by=leader, at=AT)
    assert (row.state, row.acknowledged_on, row.due_on) == ("done", TODAY, until)
    with pytest.raises(Refusal):
        answer_request(request=row, done=True, answer="lần nữa", by=leader, at=AT)
    assert [step.act for step in row.steps.all()] == ["recorded", "acknowledged", "extended", "answered"]
    assert Trail.objects.filter(act__startswith="request_", actor=leader).count() == 4
    deidentify(pupil=pupil, by=None, at=AT)
    row.refresh_from_db()
    assert (row.answer, row.details, row.state) == ("", "", "done")
    assert not row.steps.exclude(note="").exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"received_on": TODAY + timedelta(days=1), "person_name": "x"}, "received_on"),
        ({"person_name": "  "}, "person_name"),
    ],
)
def test_what_is_not_taken_in(fields, wrong):
    with pytest.raises(Refusal) as refused:
        record(make_user("leader"), **fields)
    assert wrong in refused.value.fields
    assert not DataRequest.objects.exists()


@pytest.mark.parametrize(("days", "reason"), [(0, "x"), (16, "x"), (5, " ")])
def test_an_extension_has_a_later_day_within_fifteen_and_a_reason(days, reason):
    leader = make_user("leader")
    row = record(leader, person_name="Một phụ huynh")
    until = row.due_on + timedelta(days=days)
    with pytest.raises(Refusal):
        extend_request(request=row, until=until, reason=reason, by=leader, at=AT)


def test_what_is_late_leads_and_schools_see_their_own():
    leader, officer, demo = make_user("leader"), make_user("officer"), make_user("officer", is_demo=True)
    days = [TODAY + timedelta(days=away) for away in (5, -1, 1)]
    rows = [make_data_request(school=leader.school, received_on=TODAY - timedelta(9), due_on=day) for day in days]
    answer_request(request=rows[0], done=False, answer="không có dữ liệu", by=leader, at=AT)
    make_data_request(school=make_school(), due_on=TODAY + timedelta(days=9), received_on=TODAY)
    assert [row.pk for row in in_order(requests_visible(leader))] == [rows[1].pk, rows[2].pk, rows[0].pk]
    assert requests_visible(officer).count() == 4
    assert not requests_visible(demo).exists()
    assert not requests_visible(make_user("teacher", school=leader.school)).exists()
    assert late_requests(leader, TODAY) == 1
    line = line_of(rows[1], TODAY)
    assert (line.is_late, line.days_left, line.acknowledgement_late) == (True, -1, True)
