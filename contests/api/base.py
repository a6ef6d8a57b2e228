"""What every endpoint of staff shares: strict input, lists in pages, JSON and nothing else, nothing kept by caches."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_serializer, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotAcceptable, UnsupportedMediaType
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.refusals import NotThere

#: The longest page of a list, however many rows are asked for.
A_PAGE, MOST_ROWS = 100, 200
#: How many people or answers one call may name.
MOST_NAMED = 500
LARGEST = 2**53 - 1
YEARS = range(2000, 2101)


class _OnlyJSON(DefaultContentNegotiation):
    def filter_renderers(self, renderers: Sequence[BaseRenderer], format: str) -> list[BaseRenderer]:  # noqa: A002 - DRF's name
        """`?format=exe` is 406, as an `Accept` nobody can serve is."""
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            raise NotAcceptable(available_renderers=renderers)
        return found


class Endpoint(APIView):
    """A view of the API. `token_scopes` says what a token needs for each method."""

    content_negotiation_class = _OnlyJSON

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        encoding = request.headers.get("Content-Encoding", "identity")
        if encoding.casefold() not in {"", "identity"}:  # nothing here unpacks what a stranger has packed
            raise UnsupportedMediaType(encoding)

    def finalize_response(self, request: Request, response: Response, *args: object, **kwargs: object) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class Given(serializers.Serializer[Any]):
    """What a caller sends. A name that is not asked for is refused, so that a slip is not taken for a wish."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else []
        if unknown:
            sentence = _("Không có mục nào tên như vậy.")
            raise serializers.ValidationError({name[:80]: [sentence] for name in unknown[:20]})
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A number of JSON: no text that looks like one, no `true`."""

    def __init__(self, *, min_value: int = 0, max_value: int = LARGEST, **more: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **more)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return int(data)


class Number(Whole):
    """A whole number of an address: ASCII digits alone."""

    def to_internal_value(self, data: Any) -> int:
        text = str(data)
        if not (text.isascii() and text.isdecimal() and len(text) < 16):
            self.fail("invalid")
        return int(text)


class Day(serializers.DateField):
    """`2026-11-25`, between 2000 and 2100."""

    default_error_messages = {"year": gettext_lazy("Năm phải từ 2000 đến 2100.")}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if day.year not in YEARS:
            self.fail("year")
        return day


class Moment(serializers.DateTimeField):
    """`2026-11-25T07:30:00+07:00`; without an offset it is Vietnamese time."""

    default_error_messages = {"year": gettext_lazy("Năm phải từ 2000 đến 2100.")}

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.year not in YEARS:  # one far away cannot even be taken into the zone
            self.fail("year")
        return super().enforce_timezone(value)


@extend_schema_serializer(component_name="Reason")
class ReasonGiven(Given):
    reason = serializers.CharField(max_length=300)


class Paged(Given):
    """Which page of a list; more rows a page than 200 are not given."""

    page = Number(default=1, min_value=1, max_value=1_000_000)
    page_size = Number(default=A_PAGE, min_value=1)


def sent(kind: type[Given], request: Request) -> dict[str, Any]:
    """The body as the serializer takes it; 400 with the fields that do not fit."""
    return _valid(kind(data=request.data))


def asked(kind: type[Given], request: Request) -> dict[str, Any]:
    """The same for what stands behind the question mark of an address."""
    names = request.query_params.dict()
    names.pop("format", None)  # has been heeded by the negotiation
    return _valid(kind(data=names))


def _valid(given: Given) -> dict[str, Any]:
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def page_of(
    rows: Any,
    wanted: Mapping[str, Any],
    kind: type[serializers.Serializer[Any]],
    of_page: Callable[[list[Any]], Iterable[Any]] = list,
) -> dict[str, object]:
    """`{"count", "page", "pages", "rows"}`; a page that is not there is 404.

    `of_page` is asked for what must be known of the rows of the page alone.
    """
    paginator: Paginator[Any] = Paginator(rows, min(wanted["page_size"], MOST_ROWS))
    try:
        page = paginator.page(wanted["page"])
    except EmptyPage:
        raise NotThere(_("Không có trang này.")) from None
    found = kind(list(of_page(list(page))), many=True).data
    return {"count": paginator.count, "page": page.number, "pages": paginator.num_pages, "rows": found}


def reached(body: Mapping[str, Any], wanted: Mapping[str, Any]) -> int:
    """How many rows of the whole list have been given when this page has."""
    return (body["page"] - 1) * min(wanted["page_size"], MOST_ROWS) + len(body["rows"])


def pages_of(kind: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """What `page_of` gives, for the schema."""
    fields = {name: serializers.IntegerField() for name in ("count", "page", "pages")}
    name = kind.__name__.removesuffix("Serializer")
    return inline_serializer(name=f"{name}Page", fields={**fields, "rows": kind(many=True)})


def all_there(wanted: Iterable[int], found: Iterable[int]) -> None:
    """Of a bulk call all or nothing: who names one that is not there, or is somebody else's, changes nothing."""
    if set(wanted) - set(found):
        raise NotThere(_("Không tìm thấy người này trong cuộc thi."))
