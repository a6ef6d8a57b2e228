"""All paths, by app. Errors have pages of our own that work without the database."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from backend import health, metrics

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.page, name="metrics"),
    path("", include("contests.urls")),
    path("", include("schools.urls")),
    path("bank/", include("quiz.urls")),
    path("practice/", include("quiz.practice_urls")),
    path("", include("reports.urls")),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]

handler400 = "backend.errors.bad_request"
handler403 = "backend.errors.permission_denied"
handler404 = "backend.errors.page_not_found"
handler500 = "backend.errors.server_error"
