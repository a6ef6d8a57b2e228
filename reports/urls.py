"""Paths of the Department's desk, mounted under `/department/`."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("report", views.issue, name="issue"),
]
