"""Papers by API, for those who may read them: how alike they are, and each with its questions and keys."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.refusals import NotThere
from contests import access
from contests.api.base import Endpoint
from contests.models import Contest
from contests.queries import keys
from contests.queries import papers as desk
from contests.queries.paper import items_printed
from contests.rules.proof import ENOUGH
from schools.rules.scopes import CONTESTS_READ


class PaperLineSerializer(serializers.Serializer[Any]):
    """An item without its text. `expected`: the share of its points that an average pupil earns, `measured` if contests
    have shown it. `papers` are the codes of other papers that hold it.
    """

    item = serializers.IntegerField(source="item.pk")
    position = serializers.IntegerField(source="item.position")
    kind = serializers.CharField(source="item.kind")
    points = serializers.IntegerField(source="item.points")
    slug = serializers.CharField()
    topic = serializers.CharField()
    level = serializers.CharField()
    expected = serializers.FloatField()
    measured = serializers.BooleanField()
    papers = serializers.ListField(child=serializers.CharField())


class PaperSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField(source="paper.number")
    code = serializers.CharField()
    key_version = serializers.IntegerField(source="paper.key_version")
    most_points = serializers.IntegerField()
    items = PaperLineSerializer(source="lines", many=True)


class PaperProofSerializer(serializers.Serializer[Any]):
    """One paper in figures: mean and standard deviation of the expected shares, in thousandths."""

    mean = serializers.FloatField()
    deviation = serializers.FloatField()
    levels = serializers.DictField(child=serializers.IntegerField())
    topics = serializers.DictField(child=serializers.IntegerField())
    measured = serializers.IntegerField()
    clashes = serializers.IntegerField()


class ProofSerializer(serializers.Serializer[Any]):
    """How alike the papers are; `enough` turns make a measured item."""

    papers = PaperProofSerializer(many=True)
    shared = serializers.IntegerField()
    difference = serializers.FloatField()
    most_difference = serializers.IntegerField()
    level_difference = serializers.IntegerField()
    within_bounds = serializers.BooleanField()
    enough = serializers.SerializerMethodField()

    def get_enough(self, _proof: object) -> int:
        return ENOUGH


class PapersSerializer(serializers.Serializer[Any]):
    """The frozen papers; none before the contest is published."""

    papers = PaperSerializer(many=True)
    proof = ProofSerializer()


class PaperOptionSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()


class PaperItemSerializer(serializers.Serializer[Any]):
    """An item as printed, with the key in force: `keys` are all that are taken, each a list of codes or words."""

    item = serializers.IntegerField()
    number = serializers.IntegerField()
    kind = serializers.CharField()
    points = serializers.IntegerField()
    stem = serializers.CharField()
    options = PaperOptionSerializer(many=True)
    ruling = serializers.CharField()
    keys = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class PaperKeysSerializer(serializers.Serializer[Any]):
    """One paper with its questions and keys."""

    number = serializers.IntegerField()
    code = serializers.CharField()
    items = PaperItemSerializer(many=True)


class PapersView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ}

    @extend_schema(operation_id="contest_papers", responses=PapersSerializer)
    def get(self, request: Request, code: str) -> Response:
        """The papers with their items' marks and the proof of their likeness. No keys."""
        return Response(PapersSerializer(desk.papers_of(access.papers_to_read(request.user, code))).data)


class PaperView(Endpoint):
    token_scopes = {"GET": CONTESTS_READ}

    @extend_schema(operation_id="contest_paper", responses=PaperKeysSerializer)
    def get(self, request: Request, code: str, number: int) -> Response:
        """One paper as printed, with its keys; for staff of the contest who neither sit it nor may still begin."""
        contest = access.papers_to_read(request.user, code)
        return Response(PaperKeysSerializer(_with_keys(contest, number)).data)


def _with_keys(contest: Contest, number: int) -> dict[str, object]:
    one = desk.papers_of(contest).by_number(number)
    if one is None:
        raise NotThere(_("Không có mã đề này."))
    right = keys.keys_of(one.paper)
    items = [
        {
            "item": item.id,
            "number": item.number,
            "kind": item.kind,
            "points": item.points,
            "stem": item.stem,
            "options": item.options,
            "ruling": right[item.id].ruling,
            "keys": right[item.id].keys,
        }
        for item in items_printed(one.paper, language=get_language() or "vi")
    ]
    return {"number": number, "code": one.code, "items": items}
