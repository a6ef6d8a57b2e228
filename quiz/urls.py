"""Paths of the question bank, mounted under `/bank/`."""

from django.urls import URLPattern

app_name = "quiz"
urlpatterns: list[URLPattern] = []
