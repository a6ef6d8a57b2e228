from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from backend import clock
from schools.models import Enrolment, Headcount, LoginCard, User
from schools.rules import years
from tests.cast import make_cast
from tests.factories import make_class, make_enrolment, make_user

pytestmark = pytest.mark.django_db
IMPORT, CONFIRM, STAFF = (reverse(f"schools:{name}") for name in ("import", "import_confirm", "staff"))
YEAR = years.start_year(clock.today())
LIST = "STT;Mã HS;Họ và tên;Lớp\n1;0012;Nguyễn Thị Ẩn;9A1\n2;0013;ថាច់ សុភា;9A1\n"


@pytest.fixture
def cast():
    return make_cast()


def staff(client, user):
    client.force_login(user, backend="schools.backends.StaffBackend")
    return client


def upload(client, text, name="9a1.csv", **fields):
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return client.post(IMPORT, {"file": file, "year": YEAR, **fields})


def test_a_list_is_previewed_then_imported_then_nothing(client, cast):
    staff(client, cast.own.teacher)
    preview = upload(client, LIST)
    assert preview.status_code == 200
    assert not User.objects.filter(pupil_code="0012").exists()
    kept = preview.context["kept"]
    assert client.post(CONFIRM, {"kept": kept}, follow=True).status_code == 200
    assert User.objects.get(pupil_code="0012", school=cast.own.school).enrolments.count() == 1
    assert client.post(CONFIRM, {"kept": kept}).status_code == 302
    assert Enrolment.objects.filter(school_class__name="9A1").count() == 2
    again = upload(client, LIST)
    assert "Không có gì thay đổi" in again.content.decode()


def test_problems_are_listed_with_rows_and_nothing_can_be_confirmed(client, cast):
    staff(client, cast.own.teacher)
    answer = upload(client, LIST + "3;0012;Lê Bé;9A1\n4;0014;Lê Tư;\n")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Mã 0012 đã có ở dòng 2" in text
    assert "dòng 5" in text
    assert not answer.context["kept"]


def test_a_missing_column_is_named(client, cast):
    answer = upload(staff(client, cast.own.teacher), "STT;Họ và tên\n1;Lê An\n")
    assert answer.status_code == 422
    assert "Thiếu cột “Lớp”" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [(b"", "x.csv", "trống"), (b"\xd0\xcf\x11\xe0x", "x.xls", ".xls"), (b"%PDF", "x.pdf", ".xlsx")],
)
def test_other_files_are_refused_with_a_sentence(client, cast, data, name, words):
    answer = upload(staff(client, cast.own.teacher), data, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_preview_of_somebody_else_or_changed_is_refused(client, cast):
    kept = upload(staff(client, cast.own.teacher), LIST).context["kept"]
    assert client.post(CONFIRM, {"kept": kept[:-2] + "aa"}).status_code == 409
    staff(client, cast.other.teacher)
    assert client.post(CONFIRM, {"kept": kept}).status_code == 409


def test_the_largest_list_goes_through_the_form(client, cast):
    staff(client, cast.own.teacher)
    rows = "".join(
        f"{n};hs{n:05d};Nguyễn Hoàng Phương Uyên {chr(97 + n % 26)};1{n % 3}A{n % 40}\n" for n in range(9_990)
    )
    kept = upload(client, "STT;Mã HS;Họ và tên;Lớp\n" + rows).context["kept"]
    assert len(kept) < 900_000  # below DATA_UPLOAD_MAX_MEMORY_SIZE


def test_the_department_chooses_the_school(client, cast):
    staff(client, cast.officer)
    assert upload(client, LIST).status_code == 422
    preview = upload(client, LIST, school=cast.other.school.pk)
    client.post(CONFIRM, {"kept": preview.context["kept"]})
    assert User.objects.get(pupil_code="0012").school == cast.other.school


def cards_of(client, cast, host, **data):
    return client.post(reverse("schools:cards", args=[cast.own.school_class.pk]), data, HTTP_HOST=host)


def today_class(cast):
    first, last = years.span(YEAR)
    cast.own.pupil.enrolments.update(from_day=first, to_day=last)


def test_printing_from_a_loopback_address_is_stopped_with_a_sentence(client, cast):
    today_class(cast)
    staff(client, cast.own.teacher)
    answer = cards_of(client, cast, "127.0.0.1:8000")
    assert answer.status_code == 409
    assert "PUBLIC_URL" in answer.content.decode()
    assert not LoginCard.objects.exists()


def test_cards_come_as_a_pdf_and_the_page_says_first_what_they_replace(client, cast, settings):
    today_class(cast)
    settings.PUBLIC_URL = "http://asean.example"
    staff(client, cast.own.teacher)
    page = reverse("schools:cards", args=[cast.own.school_class.pk])
    assert "đang có thẻ" not in client.get(page).content.decode()
    answer = cards_of(client, cast, "127.0.0.1")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "no-store"
    assert "đang có thẻ" in client.get(page).content.decode()


@pytest.mark.parametrize("one", [False, True])
def test_the_file_of_cards_is_named_after_the_day_here(client, cast, settings, monkeypatch, one):
    """Half past one at night here is still the day before in UTC."""
    today_class(cast)
    settings.PUBLIC_URL = "http://asean.example"
    staff(client, cast.own.teacher)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 18, 30, tzinfo=UTC))
    cast.own.pupil.enrolments.update(to_day=None)
    args = ["schools:pupil_card", cast.own.pupil.pk] if one else ["schools:cards", cast.own.school_class.pk]
    answer = client.post(reverse(args[0], args=args[1:]), HTTP_HOST="127.0.0.1")
    assert answer["Content-Disposition"] == f'attachment; filename="the-{args[1]}-20261123-0130.pdf"'


def test_only_the_chosen_pupils_get_new_cards(client, cast, settings):
    today_class(cast)
    settings.PUBLIC_URL = "http://asean.example"
    first, last = years.span(YEAR)
    other = make_enrolment(make_user(school=cast.own.school), cast.own.school_class, from_day=first, to_day=last).pupil
    staff(client, cast.own.teacher)
    cards_of(client, cast, "127.0.0.1", pupil=[other.pk])
    assert list(LoginCard.objects.values_list("user_id", flat=True)) == [other.pk]


def test_a_new_account_shows_its_code_once(client, cast):
    staff(client, cast.own.leader)
    answer = client.post(STAFF, {"full_name": "Trần Văn Ân", "role": "teacher", "username": ""})
    code, person = answer.context["code"], answer.context["person"]
    assert code in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert code not in client.get(STAFF).content.decode()
    new = {"password": "mật khẩu đủ dài", "again": "mật khẩu đủ dài"}
    first = reverse("schools:first")
    assert client.post(first, {"username": person.username, "code": code, **new}).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.post(first, {"username": person.username, "code": code, **new}).status_code == 410


def staff_row(client, person):
    """The person's row of the list of accounts."""
    return client.get(STAFF).content.decode().split(person.full_name, 1)[1].split("</tr>")[0]


def test_a_new_code_is_asked_about_before_it_takes_a_password(client, cast):
    staff(client, cast.own.leader)
    row = staff_row(client, cast.own.teacher)
    before, question, after = row.partition("hết dùng được ngay")
    assert question
    assert before.count("<details>") == 1  # folded away, with or without a script
    assert "</details>" in after.partition("chắc chắn")[2]


def test_a_closed_account_is_opened_before_it_gets_a_code(client, cast):
    staff(client, cast.own.leader)
    reset, active = (reverse(f"schools:staff_{act}", args=[cast.own.teacher.pk]) for act in ("reset", "active"))
    client.post(active, {"active": "0"})
    row = staff_row(client, cast.own.teacher)
    assert "Đã đóng" in row
    assert reset not in row
    answer = client.post(reset)
    assert answer.status_code == 409
    assert "mở lại tài khoản trước" in answer.content.decode()


def test_an_account_with_neither_password_nor_code_is_not_said_to_be_in_use(client, cast):
    staff(client, cast.own.leader)
    person = client.post(STAFF, {"full_name": "Trần Văn Ân", "role": "teacher"}).context["person"]
    assert "Chờ dùng mã" in staff_row(client, person)
    active = reverse("schools:staff_active", args=[person.pk])
    client.post(active, {"active": "0"})
    client.post(active, {"active": "1"})
    row = staff_row(client, person)
    assert "Đang dùng" not in row
    assert "Cần cấp lại mã" in row
    client.post(reverse("schools:staff_reset", args=[person.pk]))
    assert "Chờ dùng mã" in staff_row(client, person)


def test_no_one_raises_a_role_by_posting_it(client, cast):
    staff(client, cast.own.leader)
    answer = client.post(STAFF, {"full_name": "X Y", "role": "admin"})
    assert answer.status_code == 422
    assert not User.objects.filter(full_name="X Y").exists()


def test_pupils_are_found_without_diacritics(client, cast):
    staff(client, cast.own.teacher)
    text = client.get(reverse("schools:people"), {"q": "tram danh"}).content.decode()
    assert "Danh Thị Bích Trâm" in text
    assert "Tìm thấy 1 em" in text


def test_a_head_count_is_entered_with_day_and_source(client, cast):
    staff(client, cast.own.leader)
    url = reverse("schools:headcounts")
    bad = client.post(url, {"pupils": "412", "as_of": "31/02/2026", "source": "BC 12"})
    assert bad.status_code == 422
    assert "BC 12" in bad.content.decode()  # what was typed stays
    assert client.post(url, {"pupils": "412", "as_of": "05/09/2026", "source": "BC 12"}).status_code == 302
    figure = Headcount.objects.get(kind="denominator")
    assert (figure.school, figure.pupils, figure.entered_by) == (cast.own.school, 412, cast.own.leader)


@pytest.mark.parametrize("size", [1, 3])
def test_pages_cost_the_same_queries(client, cast, django_assert_max_num_queries, size):
    for _ in range(size):
        make_enrolment(school_class=make_class(school=cast.own.school, year=YEAR))
    staff(client, cast.own.teacher)
    with django_assert_max_num_queries(9):
        client.get(reverse("schools:people"), {"q": "nguyen"})
    staff(client, cast.officer)
    with django_assert_max_num_queries(6):
        client.get(reverse("schools:people"))
    with django_assert_max_num_queries(7):
        client.get(STAFF)
