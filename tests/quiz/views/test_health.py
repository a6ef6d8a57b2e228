import pytest
from django.test import Client

from quiz.models import ItemRecord, Question
from tests.factories import make_user
from tests.factories_bank import make_record
from tests.factories_quiz import make_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(make_user("officer"), backend="schools.backends.StaffBackend")
    return client


def records(questions: list[Question]) -> None:
    for number, question in enumerate(questions):
        make_record(question, 0.1 + 0.3 * number, n=50, place=f"contest:{number}")
    ItemRecord.objects.filter(question=questions[0]).update(discrimination=-0.2)
    ItemRecord.objects.exclude(question=questions[0]).update(discrimination=0.5)


def test_the_worst_stand_first_and_can_be_asked_for(officer: Client) -> None:
    questions = make_questions(3)
    records(questions)
    page = officer.get("/bank/health/")
    assert [row.slug for row in page.context["bank"].rows] == [question.slug for question in questions]
    assert page.context["bank"].to_look_at == 1
    assert "Phân biệt ngược (1)" in page.content.decode()
    assert len(officer.get("/bank/health/", {"sign": "negative"}).context["bank"].rows) == 1
    assert len(officer.get("/bank/health/", {"sign": "nonsense", "page": "x"}).context["bank"].rows) == 3


def test_a_bank_that_no_contest_has_used_says_so(officer: Client) -> None:
    make_questions(1)
    assert "Chưa có số liệu" in officer.get("/bank/health/").content.decode()


@pytest.mark.parametrize("number", [1, 4])
def test_the_number_of_queries_does_not_grow(officer: Client, number: int, django_assert_max_num_queries) -> None:
    records(make_questions(number))
    with django_assert_max_num_queries(5):
        officer.get("/bank/health/")
