"""Paths of practice, mounted under `/practice/`."""

from django.urls import path

from quiz.api.practice import AnswersView
from quiz.views import practice

app_name = "quiz_practice"
urlpatterns = [
    path("", practice.start, name="start"),
    path("questions/", practice.questions, name="questions"),
    path("answer/", practice.answer, name="answer"),
    # not under /api/: its verdict is a part of a page, in the page's language
    path("answers", AnswersView.as_view(), name="answers"),
]
