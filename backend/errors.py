"""One error shape for every answer: `{"code", "detail", "fields"?, "server_time", "request_id"}`."""

import json
import logging
import random
import sys
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from backend import clock, metrics
from backend.refusals import Refusal

log = logging.getLogger(__name__)

# code and sentence of each bare status; pages and API share them
SENTENCES: Mapping[int, tuple[str, object]] = {
    400: ("bad_request", _("Yêu cầu không đọc được. Hãy tải lại trang và thử lần nữa.")),
    401: ("not_signed_in", _("Bạn chưa đăng nhập hoặc phiên đã hết. Hãy đăng nhập lại; bài làm vẫn được giữ.")),
    403: ("not_allowed", _("Bạn không có quyền làm việc này.")),
    404: ("not_found", _("Không tìm thấy nội dung này.")),
    405: ("method_not_allowed", _("Cách gọi này không được hỗ trợ.")),
    406: ("not_acceptable", _("Không có định dạng được yêu cầu.")),
    413: ("too_large", _("Nội dung gửi lên quá lớn.")),
    415: ("unsupported_type", _("Kiểu nội dung gửi lên không được hỗ trợ.")),
    429: ("too_many", _("Thử quá nhiều lần. Hãy chờ một lát rồi thử lại.")),
    500: ("server_error", _("Hệ thống gặp sự cố. Bài làm đã lưu vẫn an toàn. Hãy thử lại sau ít phút.")),
    503: ("busy", _("Hệ thống đang bận. Hãy thử lại sau ít giây.")),
}


#: So many seconds until somebody tries again; not everybody at once.
RETRY_S = {429: (5, 5), 503: (2, 6)}


def body(request: HttpRequest | None, code: str, detail: object, fields: object = None) -> dict[str, object]:
    """The error shape as a dict; `fields` maps field names to lists of sentences and is left out when empty."""
    shape: dict[str, object] = {"code": code, "detail": str(detail)}
    if fields:
        shape["fields"] = fields
    shape["server_time"] = clock.now().isoformat(timespec="milliseconds")
    shape["request_id"] = getattr(request, "request_id", "")
    return shape


def api_error(exc: Exception, context: Mapping[str, object]) -> Response | None:
    """DRF's exception handler (named in settings)."""
    from rest_framework.views import set_rollback  # noqa: PLC0415 - DRF's views load this module

    request = context.get("request")
    plain = getattr(request, "_request", None)
    set_rollback()
    if isinstance(exc, Refusal):
        fields = {name: [str(line) for line in lines] for name, lines in exc.fields.items()}
        return _with_retry(Response(body(plain, exc.code, exc.detail, fields), status=exc.status))
    exc = _as_api_error(exc)
    if not isinstance(exc, exceptions.APIException):
        log.error("unexpected error, request %s", getattr(plain, "request_id", ""), exc_info=exc)
        status = _status_of(exc)
        code, detail = SENTENCES[status]
        return _with_retry(Response(body(plain, code, detail), status=status))
    code, detail = SENTENCES.get(exc.status_code, SENTENCES[400])
    fields = None
    if isinstance(exc, exceptions.ValidationError):
        code, fields = "invalid", exc.detail if isinstance(exc.detail, dict) else {"": exc.detail}
    elif isinstance(exc, exceptions.ParseError):
        code = "malformed"
    elif isinstance(exc, exceptions.PermissionDenied) and "CSRF" in str(exc.detail):
        code = "csrf"
    response = Response(body(plain, code, detail, fields), status=exc.status_code)
    if header := getattr(exc, "auth_header", None):
        response["WWW-Authenticate"] = header
    return _with_retry(response)


def _as_api_error(exc: Exception) -> Exception:
    """Django's own errors in DRF's words; anything else as it is."""
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    return exceptions.ParseError() if isinstance(exc, SuspiciousOperation) else exc


def _status_of(error: BaseException | None) -> int:
    """503 when the database is gone, full of work or its pool is empty: trying again helps; else 500."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return 500
    metrics.database_trouble["request"] += 1
    return 503


def retry_after(status: int) -> int:
    """Seconds until trying again helps, for 429 and 503; else 0."""
    return random.randint(*RETRY_S[status]) if status in RETRY_S else 0  # noqa: S311 - spreads a crowd, guards nothing


def _with_retry(response: Response) -> Response:
    if seconds := retry_after(response.status_code):
        response["Retry-After"] = str(seconds)
    return response


def plain_json(status: int, language: str, number: str) -> bytes:
    """The error shape for where there is no request yet: its number and its reader's language are told."""
    code, detail = SENTENCES[status]
    with translation.override(language):
        shape = body(None, code, detail)
    return json.dumps({**shape, "request_id": number}, ensure_ascii=False).encode()


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json")


def page(request: HttpRequest, status: int, code: str = "", detail: object = "") -> HttpResponse:
    """The error as JSON under /api/, else our own page; neither touches the database."""
    default_code, default_detail = SENTENCES.get(status, SENTENCES[400])
    code, detail = code or default_code, detail or default_detail
    retry = retry_after(status)
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse(body(request, code, detail), status=status)
    else:
        said: dict[str, object] = {"status": status, "code": code, "detail": detail}
        if status == 503 and request.method in {"GET", "HEAD"}:
            said |= {"refresh": True, "seconds": retry}  # the page comes again by itself
        response = render(None, "base/error.html", said, status=status)
    if retry:
        response["Retry-After"] = str(retry)
    return response


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return page(request, refusal.status, refusal.code, refusal.detail)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403, "csrf", _("Trang đã mở quá lâu hoặc trình duyệt chặn cookie. Hãy tải lại trang."))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, _status_of(sys.exc_info()[1]))


def locked_out(request: HttpRequest, credentials: object = None, *args: object, **kwargs: object) -> HttpResponse:
    """Too many wrong passwords for this name from this address (django-axes)."""
    return page(request, 429)
