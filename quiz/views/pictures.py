"""Pictures of items, by the digest of their bytes, which nobody can guess and nothing tells what they show."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quiz.queries.pictures import picture_by_digest


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """The file as it is kept. Whatever it holds runs nothing: its own policy allows no script and no request."""
    found = picture_by_digest(digest)
    if found is None:
        raise Http404
    media, data = found
    reply = HttpResponse(data, content_type=media)
    reply["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return reply
