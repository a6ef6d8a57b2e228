import pytest

from backend import clock
from backend.refusals import Refusal
from schools.actions.cards import card_address, make_cards, print_sheet
from schools.models import LoginCard, Trail
from tests.factories import make_class, make_enrolment, make_user

pytestmark = pytest.mark.django_db


def test_cards_keep_hashes_only():
    pupil = make_enrolment().pupil
    [card] = make_cards(pupils=[pupil], by=None, at=clock.now())
    kept = LoginCard.objects.get(user=pupil)
    assert len(card.code) == 8
    assert len(card.pin) == 6
    stored = f"{kept.pin_hash} {kept.secret_hash}"
    assert card.pin not in stored
    assert card.secret not in stored
    assert (card.class_name, card.school) == (pupil.enrolments.get().school_class.name, pupil.school.name)


def test_printing_again_replaces_secrets_and_ends_sessions():
    pupil = make_user()
    [first] = make_cards(pupils=[pupil], by=None, at=clock.now())
    before = LoginCard.objects.get(user=pupil)
    version = type(pupil).objects.get(pk=pupil.pk).session_version
    [second] = make_cards(pupils=[pupil], by=None, at=clock.now())
    after = LoginCard.objects.get(user=pupil)
    assert first.code == second.code == after.code
    assert (before.pin_hash, before.secret_hash) != (after.pin_hash, after.secret_hash)
    assert type(pupil).objects.get(pk=pupil.pk).session_version == version + 1


@pytest.mark.parametrize("size", [1, 3])
def test_a_class_costs_the_same_queries(django_assert_num_queries, size):
    school_class = make_class()
    pupils = [make_enrolment(school_class=school_class).pupil for _ in range(size)]
    with django_assert_num_queries(8):
        make_cards(pupils=pupils, by=None, at=clock.now())


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000", "http://0.0.0.0:8000"]
)
def test_no_card_carries_an_address_only_this_machine_reaches(address):
    with pytest.raises(Refusal) as caught:
        card_address(public_url="", request_url=address)
    assert caught.value.code == "no_public_address"
    assert card_address(public_url="https://asean.example/", request_url=address) == "https://asean.example"
    assert card_address(public_url="", request_url="http://192.168.1.5:8000") == "http://192.168.1.5:8000"


def test_a_refused_print_replaces_nothing():
    pupil, teacher = make_user(), make_user("teacher")
    make_cards(pupils=[pupil], by=None, at=clock.now())
    before = LoginCard.objects.get(user=pupil).secret_hash
    with pytest.raises(Refusal):
        print_sheet(
            pupils=[pupil], by=teacher, at=clock.now(), public_url="", request_url="http://127.0.0.1", title="x"
        )
    assert LoginCard.objects.get(user=pupil).secret_hash == before


def test_the_sheet_is_a_pdf_and_leaves_a_trail():
    pupil, teacher = make_user(), make_user("teacher")
    url = "http://192.168.1.5:8000"
    data = print_sheet(pupils=[pupil], by=teacher, at=clock.now(), public_url="", request_url=url, title="Lớp 10A3")
    assert data.startswith(b"%PDF")
    assert Trail.objects.get(act="cards_printed").actor == teacher
