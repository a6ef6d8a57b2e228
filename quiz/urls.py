"""Paths of the question bank, mounted under `/bank/`."""

from django.urls import path, register_converter

from quiz.views import bank, pictures


class Digest:
    """sha256 in hexadecimal."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Digest, "digest")
app_name = "quiz"
urlpatterns = [
    path("", bank.item_list, name="bank"),
    path("pictures/<digest:digest>", pictures.picture, name="picture"),
    path("<slug:slug>/", bank.item, name="item"),
]
