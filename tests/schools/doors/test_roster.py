"""The import page: columns said by hand and remembered, old fonts asked about, the workbook of what to mend."""

import io
import re

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from backend import clock
from schools.models import ColumnMap, Trail, User
from schools.rules import years
from schools.views import roster_parcel
from tests.cast import make_cast
from tests.factories_lists import csv, in_tcvn3

pytestmark = pytest.mark.django_db
IMPORT, AGAIN, PROBLEMS, CONFIRM = (
    reverse(f"schools:{name}") for name in ("import", "import_again", "import_problems", "import_confirm")
)
YEAR = years.start_year(clock.today())
OWN_WORDS = csv(["Số", "Em", "Phòng", "SĐT", "Ghi thêm"], [1, "Lê An", "9A", "0912345678", "=1+1"])
SAID = {"column:em": "full_name", "column:phong": "class", "column:so": "order", "column:ghi them": "drop"}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.own.teacher, backend="schools.backends.StaffBackend")
    return client


def upload(client, text, name="9a.csv", **fields):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, text.encode()), "year": YEAR, **fields})


def choices(answer):
    """Column → what its list shows as chosen."""
    selects = re.findall(r'name="column:([^"]+)">(.*?)</select>', answer.content.decode(), re.DOTALL)
    return {key: re.search(r'value="([^"]+)" selected', options)[1] for key, options in selects}


def test_unknown_headings_are_said_once_and_known_the_next_time(teacher, cast):
    first = upload(teacher, OWN_WORDS)
    assert first.status_code == 422
    assert choices(first) == {"so": "drop", "em": "drop", "phong": "drop", "ghi them": "drop"}
    text = first.content.decode()
    assert "Lê An" in text
    assert "0912345678" not in text  # a personal column is neither shown nor asked about
    again = teacher.post(AGAIN, {"cells": first.context["cells"], **SAID, "column:sdt": "pupil_code"})
    assert again.status_code == 200
    assert choices(again)["em"] == "full_name"
    assert not ColumnMap.objects.exists()  # only an import remembers
    assert teacher.post(CONFIRM, {"kept": again.context["kept"]}).status_code == 302
    pupil = User.objects.get(full_name="Lê An")
    assert (pupil.school, pupil.pupil_code) == (cast.own.school, "")
    assert dict(ColumnMap.objects.values_list("heading", "field")) == {
        "em": "full_name", "phong": "class", "so": "order", "ghi them": "drop",
    }  # fmt: skip
    assert Trail.objects.filter(act="roster_columns_mapped", school=cast.own.school).count() == 1
    later = upload(teacher, OWN_WORDS)
    assert later.status_code == 200
    assert not later.context["columns_unsure"]


def test_another_school_does_not_learn_from_it(client, teacher, cast):
    kept = teacher.post(AGAIN, {"cells": upload(teacher, OWN_WORDS).context["cells"], **SAID}).context["kept"]
    teacher.post(CONFIRM, {"kept": kept})
    client.force_login(cast.other.teacher, backend="schools.backends.StaffBackend")
    assert upload(client, OWN_WORDS).status_code == 422


def test_a_column_read_twice_is_settled_by_hand(teacher):
    first = upload(teacher, csv(["STT", "Họ và tên", "Họ tên", "Lớp"], [1, "An", "Lê An", "9A"]))
    assert "hai lần" in first.content.decode()
    said = {"column:ho va ten": "drop", "column:ho ten": "full_name", "column:lop": "class", "column:stt": "order"}
    again = teacher.post(AGAIN, {"cells": first.context["cells"], **said})
    assert [row.full_name for row in again.context["plan"].created] == ["Lê An"]


def test_a_file_too_large_to_carry_is_chosen_again_with_its_columns(teacher, monkeypatch):
    monkeypatch.setattr(roster_parcel, "MOST_CELLS", 5)
    first = upload(teacher, OWN_WORDS)
    assert first.context["cells"] == ""
    assert 'id="again_file"' in first.content.decode()
    assert upload(teacher, OWN_WORDS, **SAID).status_code == 200


def test_cells_of_somebody_else_or_for_another_step_are_refused(client, teacher, cast):
    first = upload(teacher, OWN_WORDS)
    assert teacher.post(CONFIRM, {"kept": first.context["cells"]}).status_code == 409
    client.force_login(cast.other.teacher, backend="schools.backends.StaffBackend")
    for route in (AGAIN, PROBLEMS):
        assert client.post(route, {"cells": first.context["cells"]}).status_code == 409


def test_old_fonts_are_shown_beside_what_they_mean_and_asked_about(teacher):
    typed = in_tcvn3("Nguyễn Văn Đức")
    page = upload(teacher, csv(["STT", "Họ và tên", "Lớp"], [1, typed, "9A"], [2, "Võ Thị Ân", "9A"]))
    text = page.content.decode()
    assert typed in text
    assert "Nguyễn Văn Đức" in text
    assert "TCVN3" in text
    assert not re.search(r'name="oldfonts"[^>]*checked', text)
    kept = page.context["kept"]
    assert teacher.post(CONFIRM, {"kept": kept}).status_code == 422
    assert not User.objects.filter(full_name="Võ Thị Ân").exists()
    teacher.post(CONFIRM, {"kept": kept, "oldfonts": "skip"})
    assert User.objects.filter(full_name="Võ Thị Ân").exists()
    assert not User.objects.filter(full_name="Nguyễn Văn Đức").exists()
    teacher.post(CONFIRM, {"kept": kept, "oldfonts": "convert"})
    assert User.objects.filter(full_name="Nguyễn Văn Đức").count() == 1


def test_what_to_mend_comes_as_a_workbook_of_plain_text(teacher):
    rows = [[1, "07", "Lê An", "31/02/2011", "9A"], [2, "07", "Lê Bé", "=1+1", "9A"], [3, "08", "Lê Tư", "2011", "9A"]]
    page = upload(teacher, csv(["STT", "Mã HS", "Họ và tên", "Ngày sinh", "Lớp"], *rows))
    answer = teacher.post(PROBLEMS, {"cells": page.context["cells"]})
    assert "attachment" in answer["Content-Disposition"]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    heading, *lines = book.get_sheet_by_index(0).to_python()
    assert heading[:4] == ["Loại", "Trang tính", "Dòng", "Họ và tên"]
    assert [(line[0], line[2], line[3], line[5]) for line in lines] == [
        ("Cần sửa", 2, "Lê An", "31/02/2011"),
        ("Cần sửa", 3, "Lê Bé", "=1+1"),
        ("Cần sửa", 3, "Lê Bé", "07"),
        ("Nên xem", 4, "Lê Tư", ""),
    ]
    assert all(line[6] for line in lines)


def test_what_changes_is_shown_old_and_new_and_who_has_left_stays_away(client, teacher, cast):
    heads = ["Mã HS", "Họ và tên", "Lớp", "Ngày sinh"]
    teacher.post(CONFIRM, {"kept": upload(teacher, csv(heads, ["1", "Lê An", "9A", "02/03/2011"])).context["kept"]})
    pupil = User.objects.get(full_name="Lê An")
    shown = upload(teacher, csv(heads, ["1", "Lê Ân", "9B", "02/03/2011"]))
    assert "Họ và tên <del>Lê An</del> → <ins>Lê Ân</ins>" in shown.content.decode()
    assert "→ Lớp 9B" in shown.content.decode()
    other = upload(teacher, csv(heads, ["1", "Trần Bình", "9A", "05/06/2011"]))
    assert other.status_code == 422
    assert "Mã 1 ở đây là của em Lê An." in other.content.decode()

    User.objects.filter(pk=pupil.pk).update(is_active=False)
    back = upload(teacher, csv(heads, ["1", "Lê An", "9A", "02/03/2011"]))
    assert "1 em trong tệp đã thôi học" in back.content.decode()
    assert 'name="take_back"' not in back.content.decode()  # the leader decides who belongs to the school
    kept = back.context["kept"]
    assert teacher.post(CONFIRM, {"kept": kept, "take_back": "1"}).status_code == 403
    assert teacher.post(CONFIRM, {"kept": kept}).status_code == 302
    assert not User.objects.get(pk=pupil.pk).is_active
    client.force_login(cast.own.leader, backend="schools.backends.StaffBackend")
    back = upload(client, csv(heads, ["1", "Lê An", "9A", "02/03/2011"]))
    assert 'name="take_back"' in back.content.decode()
    client.post(CONFIRM, {"kept": back.context["kept"], "take_back": "1"})
    assert User.objects.get(pk=pupil.pk).is_active
