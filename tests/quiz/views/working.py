"""What the tests of working in the bank share: what is typed, what a browser would send, what was said."""

import io

from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from quiz.models import Question
from schools.models import User

WRITTEN = {
    "kind": "single",
    "topic": "charter",
    "pillar": "cross",
    "level": "apply",
    "band": "upper_secondary",
    "shelf": "kept",
    "stem_vi": "Hiến chương ASEAN có bao nhiêu chương?",
    "stem_en": "How many chapters has the ASEAN Charter?",
    "vi_0": "13",
    "en_0": "13 chapters",
    "right_0": "on",
    "vi_1": "55",
    "en_1": "55 chapters",
    "why_vi_1": "Đó là số điều.",
    "why_en_1": "That is the number of articles.",
    "vi_2": "10",
    "en_2": "10 chapters",
    "explanation_vi": "13 chương, 55 điều.",
    "explanation_en": "13 chapters, 55 articles.",
    "source_title": "ASEAN Charter",
    "source_url": "https://asean.org/charter",
    "facts": "charter-force, charter-signed",
    "valid_from": "15/12/2008",
}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return client


def said(answer: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def form_of(client: Client, question: Question, **changes: object) -> dict[str, object]:
    """What a browser would send of the editor's page as it stands."""
    page = client.get(f"/bank/{question.slug}/edit/").context
    form = page["form"]
    values = {field.html_name: field.value() for field in form if field.name != "picture"}
    plain = {name: value for name, value in values.items() if value not in {None, "", False}}
    for name in ("valid_from", "valid_to", "asks_about"):
        if name in plain:
            plain[name] = f"{plain[name]:%d/%m/%Y}"
    return {**plain, "seen": page["newest"], "seen_marks": page["marks"], **changes}


def photograph(size: tuple[int, int] = (1600, 20)) -> SimpleUploadedFile:
    """A JPEG that knows where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x9286] = "GPS 9.17 105.15"
    Image.new("RGB", size, (200, 30, 30)).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("ảnh ở nhà.jpg", out.getvalue(), content_type="image/jpeg")


def page(user: User, address: str) -> str:
    answer = client_of(user).get(address)
    assert answer.status_code == 200
    return answer.content.decode()
