"""Questions and holds for superusers to look at. Keys are not registered: they have one page, the bank's own."""

from django.contrib import admin

from quiz.models import ItemHold, Question, Topic
from schools.admin import ReadOnlyAdmin


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    list_display = ["slug", "topic", "level", "kind", "shelf", "state"]
    list_filter = ["state", "shelf", "kind", "level", "topic"]
    search_fields = ["slug"]
    list_select_related = ["topic"]


@admin.register(ItemHold)
class ItemHoldAdmin(ReadOnlyAdmin):
    list_display = ["question", "holder", "held_at", "until", "released_at"]
    list_select_related = ["question"]


admin.site.register(Topic, ReadOnlyAdmin)
