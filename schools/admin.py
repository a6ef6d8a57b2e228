"""The admin shows and never changes; integrity lives in constraints and actions."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.views.generic import RedirectView

from schools.models import Enrolment, Headcount, Placement, School, SchoolClass, Trail, Unit, User

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin


# The admin's own form asks for a password alone; there is one way in for everybody.
admin.site.login = login_required(admin.site.login)  # type: ignore[method-assign]  # as Django's documentation does
# Its own change of a password would leave API tokens alive and no row in the trail.
admin.site.password_change = RedirectView.as_view(pattern_name="schools:account")  # type: ignore[method-assign]


class ReadOnlyAdmin(Base):
    """Base of every admin page: superusers may look, nobody may add, change or delete."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["username", "full_name", "role", "school", "is_active", "is_demo"]
    list_filter = ["role", "is_demo", "is_active"]
    search_fields = ["username", "name_fold"]
    exclude = ["password", "groups", "user_permissions"]
    list_select_related = ["school"]


@admin.register(Trail)
class TrailAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor", "act", "subject", "school"]
    list_filter = ["act"]
    list_select_related = ["actor", "school"]


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "kind", "valid_from", "valid_to"]


admin.site.register([School, Placement, SchoolClass, Enrolment, Headcount], ReadOnlyAdmin)
