import threading
from datetime import timedelta

import pytest
from django.db import connection

from backend import clock
from backend.refusals import Refusal
from schools.actions.exports import ask_names, record_export
from schools.models import ExportRecord, Trail
from schools.queries.exports import alarms, exports_visible, names_taken
from tests.factories import make_user

pytestmark = pytest.mark.django_db
AT = clock.now()


@pytest.fixture(autouse=True)
def most(settings):
    settings.EXPORT_ROWS_A_DAY = 2_000


def take(by, rows, at=AT, **more):
    return record_export(by=by, what="results", rows=rows, at=at, **more)


def refusal(*args, **more):
    with pytest.raises(Refusal) as refused:
        take(*args, **more)
    return refused.value


def test_names_are_counted_over_the_day_and_too_many_ring_an_alarm():
    leader, admin = make_user("leader"), make_user("admin")
    take(leader, 1_000)
    take(leader, 900, subject="K7F3Q2")
    take(leader, 5_000, named=False)
    assert refusal(leader, 101).status == 429
    take(leader, 100)
    take(leader, 2_000, at=AT + timedelta(days=1))
    assert names_taken(leader, AT) == 2_000 + 2_000
    assert Trail.objects.get(act="export_alarm").actor == leader
    assert alarms(admin, AT) == alarms(leader, AT) == 1
    assert alarms(make_user("leader"), AT) == alarms(make_user("officer"), AT) == 0
    assert not exports_visible(make_user("teacher", school=leader.school)).exists()


def test_long_lists_of_names_need_a_fresh_sign_in():
    leader = make_user("leader")
    assert refusal(leader, 1_001, fresh=False).code == "fresh_sign_in"
    take(leader, 1_000, fresh=False)
    take(leader, 5_000, fresh=False, named=False)
    assert ExportRecord.objects.count() == 2


def test_turning_the_pages_of_one_list_counts_it_once():
    leader = make_user("leader")
    for _day in range(3):
        for reached in (200, 400, 450):
            take(leader, reached, subject="K7F3Q2", again=True)
    take(leader, 200, subject="OTHER1", again=True)
    assert names_taken(leader, AT) == 650
    assert ExportRecord.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_slip_below_the_limit_together():
    leader = make_user("leader")
    answers = []

    def ask():
        try:
            take(leader, 600)
            answers.append("given")
        except Refusal as refused:
            answers.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["export_limit"] * 3 + ["given"] * 3
    assert names_taken(leader, AT) == 1_800


def test_names_are_asked_for_with_a_reason():
    officer = make_user("officer")
    with pytest.raises(Refusal):
        ask_names(by=officer, path="/x", reason="  cần  ", at=AT)
    ask_names(by=officer, path="/x", reason="In giấy khen theo quyết định", at=AT)
    assert Trail.objects.get(act="names_asked").note == "In giấy khen theo quyết định"
