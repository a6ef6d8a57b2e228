"""Paths of the question bank, mounted under `/bank/`."""

from django.urls import path

from quiz.views import bank

app_name = "quiz"
urlpatterns = [
    path("", bank.item_list, name="bank"),
    path("<slug:slug>/", bank.item, name="item"),
]
