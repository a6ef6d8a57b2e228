"""What an engineer watches: plain numbers that the parts of this process count, written down when Prometheus asks.

Counting costs an addition; nothing of the client library is touched before somebody reads. Apps add what they know
with `also`. No label holds a name, a code or a path: their values are few and known.
"""

import logging
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, GCCollector, ProcessCollector, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

log = logging.getLogger(__name__)

LOOPBACK = {"127.0.0.1", "::1"}
#: What a proxy adds. A request that has come through one was not asked for on this machine.
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded")


class Times:
    """How long something took, in steps. Written by one thread."""

    def __init__(self, *steps: float) -> None:
        self._steps = steps
        self._counts = [0] * (len(steps) + 1)
        self._sum = 0.0

    def saw(self, seconds: float) -> None:
        self._counts[bisect_left(self._steps, seconds)] += 1
        self._sum += seconds

    def family(self, name: str, says: str) -> Metric:
        """As Prometheus reads it: how many took no longer than each step."""
        total, buckets = 0, []
        for step, count in zip((*map(str, self._steps), "+Inf"), self._counts, strict=True):
            total += count
            buckets.append((step, total))
        return HistogramMetricFamily(name, says, buckets=buckets, sum_value=self._sum)


#: Requests by the hundred of their status: 2, 3, 4, 5.
http_answers: Counter[str] = Counter()
http_times = Times(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
#: What was sent away because this process was full: `http` or `socket`.
turned_away: Counter[str] = Counter()
#: Sockets that this process closed, by the code; `403` for those that never opened.
sockets_closed: Counter[str] = Counter()
#: Requests that the database did not bear.
database_trouble: Counter[str] = Counter()


def counter(name: str, says: str, label: str, values: Mapping[str, float]) -> Metric:
    """A number that only grows, for each value of a label."""
    family = CounterMetricFamily(name, says, labels=[label])
    for value, number in sorted(values.items()):
        family.add_metric([value], number)
    return family


def total(name: str, says: str, number: float) -> Metric:
    return CounterMetricFamily(name, says, value=number)


def gauge(name: str, says: str, number: float) -> Metric:
    return GaugeMetricFamily(name, says, value=number)


def gauges(name: str, says: str, label: str, values: Mapping[str, float]) -> Metric:
    """A number that goes up and down, for each value of a label."""
    family = GaugeMetricFamily(name, says, labels=[label])
    for value, number in sorted(values.items()):
        family.add_metric([value], number)
    return family


def _own() -> Iterator[Metric]:
    yield counter("asean_http_answers", "Requests answered, by the hundred of their status.", "status", http_answers)
    yield http_times.family("asean_http_seconds", "From the whole request to its answer, waiting for a turn included.")
    yield counter("asean_turned_away", "Refused because this process was full.", "what", turned_away)
    yield counter("asean_sockets_closed", "Sockets closed by this process, by code.", "code", sockets_closed)
    yield counter("asean_database_trouble", "Work that the database did not bear.", "where", database_trouble)


class _Everything(Collector):
    def __init__(self) -> None:
        self.sources: list[Callable[[], Iterable[Metric]]] = [_own]

    def collect(self) -> Iterator[Metric]:
        for source in self.sources:
            try:
                yield from source()
            except Exception:  # one part that cannot say its numbers does not hide the others'
                log.exception("some metrics could not be read")

    def describe(self) -> list[Metric]:
        return []  # asked for at registration, when nothing is there to be read yet


_everything = _Everything()
_registry = CollectorRegistry(auto_describe=False)
_registry.register(_everything)
ProcessCollector(registry=_registry)
GCCollector(registry=_registry)


def also(source: Callable[[], Iterable[Metric]]) -> None:
    """Have what this function yields read as well, each time somebody asks."""
    if source not in _everything.sources:
        _everything.sources.append(source)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All numbers of this process, for a reader on this machine or with METRICS_TOKEN; for others there is no page."""
    if not _may_read(request):
        return HttpResponseNotFound()
    return HttpResponse(generate_latest(_registry), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    wanted = settings.METRICS_TOKEN
    if wanted:
        given = request.headers.get("Authorization", "")
        return constant_time_compare(given, f"Bearer {wanted}")
    through_proxy = any(name in request.headers for name in FORWARDED)
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not through_proxy
