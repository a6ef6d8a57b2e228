"""Paths of the question bank, mounted under `/bank/`."""

from django.urls import path, register_converter

from quiz.api import bank as api
from quiz.views import bank, edit, files, health, pictures


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
    path("health/", health.health, name="health"),
    path("mark", bank.mark, name="mark"),
    path("new/", edit.new, name="new"),
    path("preview", edit.preview, name="preview"),
    path("import/", files.import_file, name="import"),
    path("import/confirm", files.import_confirm, name="import_confirm"),
    path("import/template", files.template, name="template"),
    path("export/", files.export, name="export"),
    path("pictures/<digest:digest>", pictures.picture, name="picture"),
    path("api/items", api.ItemsView.as_view(), name="items_api"),
    path("api/items/<slug:slug>", api.ItemView.as_view(), name="item_api"),
    path("api/drafts", api.DraftsView.as_view(), name="drafts_api"),
    path("<slug:slug>/", bank.item, name="item"),
    path("<slug:slug>/edit/", edit.edit, name="edit"),
    path("<slug:slug>/copy", edit.copy, name="copy"),
    path("<slug:slug>/do/<slug:act>", bank.act, name="act"),
    path("<slug:slug>/revisions/<int:number>/", bank.revision, name="revision"),
]
