"""The page that says how a school's own programs use the API; its examples run as they are printed."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from backend import clock
from schools.rules import scopes

SCOPES = {
    scopes.CONTESTS_READ: _("Đọc cuộc thi, thể lệ, đề, bảng giám sát, câu trả lời muộn."),
    scopes.CONTESTS_WRITE: _("Tạo và sửa cuộc thi, cho giờ, tạm dừng, chấm lại, xác nhận, trao giải, cấp giấy."),
    scopes.RESULTS_READ: _("Đọc kết quả, xếp hạng, phúc khảo, giải, giấy chứng nhận."),
    scopes.PEOPLE_READ: _("Đọc danh sách người dự thi."),
    scopes.PEOPLE_WRITE: _("Ghi tên, gạch tên, xếp phòng, không cho dự thi."),
    scopes.REPORTS_READ: _("Đọc báo cáo đã chốt và tệp của báo cáo, dành cho tài khoản của Sở."),
}
STATUSES = {
    400: _("Nội dung gửi chưa đọc được, hoặc có mục cần xem lại trong fields."),
    401: _("Thiếu mã truy cập, hoặc mã đã hết hạn, đã thu hồi."),
    403: _("Mã không có quyền này, hoặc vai trò của thầy cô không làm được."),
    404: _("Không có trong phạm vi của thầy cô. Gọi hàng loạt mà một người không có thì không ai bị đổi."),
    409: _("Việc này không hợp với tình trạng hiện nay. Mã lỗi trong code nói rõ vì sao."),
    412: _("Thể lệ đã được người khác sửa từ lúc đọc."),
    413: _("Nội dung gửi dài hơn 64 KB."),
    415: _("Nội dung gửi không phải JSON."),
    503: _("Hệ thống đang bận. Chờ số giây ghi ở Retry-After rồi gọi lại."),
}


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """With the address at which the reader came, so that an example can be copied and run."""
    context = {
        "base": f"{request.scheme}://{request.get_host()}",
        "tomorrow": f"{clock.today() + timedelta(days=1):%Y-%m-%d}",
        "scopes": SCOPES.items(),
        "statuses": STATUSES.items(),
        "calls": sorted(_calls()),
    }
    return render(request, "base/api_docs.html", context)


def _calls(resolver: URLResolver | None = None) -> Iterator[tuple[str, str, str]]:
    """(address, method, scope) of everything that a token may call."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from _calls(entry)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "cls", entry.callback)
            for method, scope in getattr(view, "token_scopes", {}).items():
                yield _address(str(entry.pattern)), method, scope


def _address(route: str) -> str:
    """`api/contests/<slug:code>` → `/api/contests/{code}`."""
    parts = (part.partition(":")[2] if part.startswith("<") else part for part in route.split("/"))
    return "/" + "/".join(f"{{{part[:-1]}}}" if part.endswith(">") else part for part in parts)
