"""Paths of the Department's desk, of the registers, and of item analysis."""

from django.urls import path

from reports.views import overview

app_name = "reports"
urlpatterns = [
    path("department/", overview.overview, name="overview"),
    path("department/report", overview.issue, name="issue"),
]
