"""Contests to look at, never to change; keys and cards are not registered."""

from django.contrib import admin

from contests.models import Attempt, Contest, Job, Result
from schools.admin import ReadOnlyAdmin


@admin.register(Contest)
class ContestAdmin(ReadOnlyAdmin):
    list_display = ("code", "title", "school", "state", "opens_at", "closes_at", "is_demo")
    list_filter = ("state", "is_demo")
    search_fields = ("code", "title")


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ("contest", "number", "school", "class_name", "state", "started_at", "ended_at")
    list_filter = ("state",)


@admin.register(Result)
class ResultAdmin(ReadOnlyAdmin):
    list_display = ("contest", "version", "rank", "tied", "points")


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("kind", "state", "done", "total", "updated_at")
