"""Items, pictures and manifest as one content package."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from quiz.exchange import marks
from quiz.exchange.package import MAX_BYTES, MAX_ENTRIES, MAX_UNPACKED
from quiz.exchange.pictures import PictureRefused, picture_of
from quiz.exchange.qti.names import LOM, Version
from quiz.exchange.qti.package import MANIFEST
from quiz.exchange.qti.writing import filled, item_element, rooted
from quiz.exchange.reading import SLUG, Written
from quiz.exchange.writable import obstacle
from quiz.rules.draft import ItemDraft, PictureDraft, Problem

FOLDER = "items"
PICTURES = "pictures"
NO_LANGUAGE = "x-none"
_DAY = (1980, 1, 1, 0, 0, 0)  # the same items make the same bytes
_ROOM = 1_000_000  # for the manifest


@dataclass
class _Resource:
    identifier: str
    kind: str
    path: str
    keywords: list[str] = field(default_factory=list)
    described: dict[str, str] = field(default_factory=dict)
    needs: str = ""


class _Full(Exception):
    """Whoever reads packages would refuse a larger one."""


class Pack:
    """A package in the making."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.notes: list[Problem] = []
        self._buffer = io.BytesIO()
        self._zip = zipfile.ZipFile(self._buffer, "w", zipfile.ZIP_DEFLATED)
        self._resources: list[_Resource] = []
        self._pictures: dict[PictureDraft, _Resource] = {}
        self._slugs: set[str] = set()
        self._size = 0

    def add(self, draft: ItemDraft) -> None:
        problem = self._obstacle(draft)
        if problem is None:
            try:
                self._add(draft)
            except _Full:
                problem = Problem(draft.slug, "package_full")
        if problem:
            self.notes.append(problem)

    def written(self) -> Written:
        self._put(MANIFEST, _document(self._manifest()))
        self._zip.close()
        return Written(self._buffer.getvalue(), tuple(self.notes))

    def _obstacle(self, draft: ItemDraft) -> Problem | None:
        if draft.slug in self._slugs:
            return Problem(draft.slug, "slug_twice")
        if draft.kind == "matching" and not any(option.vi or option.en for option in draft.options):
            return Problem(draft.slug, "no_key")
        return obstacle(draft)

    def _add(self, draft: ItemDraft) -> None:
        number = len(self._slugs) + 1
        is_name = SLUG.fullmatch(draft.slug) and not draft.slug[0].isdigit() and len(draft.slug) <= 60
        identifier = draft.slug if is_name else f"ITEM-{number}"
        self._check_room(2 + (draft.picture is not None))
        picture = self._picture(draft)
        address = quote(picture.path.removeprefix(f"{FOLDER}/")) if picture else ""
        path = f"{FOLDER}/{identifier}.xml"
        self._put(path, _document(item_element(draft, self.version, identifier, address)))
        self._slugs.add(draft.slug)
        keywords = [marks.written(mark) for mark in marks.short_marks(draft)]
        needs = picture.identifier if picture else ""
        self._resources.append(_Resource(identifier, self.version.item_type, path, keywords, needs=needs))

    def _picture(self, draft: ItemDraft) -> _Resource | None:
        shown = draft.picture
        if not shown:
            return None
        try:
            kept = picture_of(shown.name, shown.data, shown.alt_vi, shown.alt_en)
        except PictureRefused as refused:
            self.notes.append(Problem(draft.slug, "picture_refused", (shown.name[-60:], refused.reason)))
            return None
        if kept not in self._pictures:
            number = len(self._pictures) + 1
            path = f"{FOLDER}/{PICTURES}/{number}/{kept.name}"
            described = {language: alt for language, alt in (("vi", kept.alt_vi), ("en", kept.alt_en)) if alt}
            self._put(path, kept.data)
            self._pictures[kept] = _Resource(f"PICTURE-{number}", "webcontent", path, described=described)
        return self._pictures[kept]

    def _check_room(self, entries: int) -> None:
        used = len(self._resources) + len(self._pictures)
        if used + entries > MAX_ENTRIES or self._size > MAX_UNPACKED - 5 * _ROOM:
            raise _Full
        if self._buffer.tell() > MAX_BYTES - 3 * _ROOM:
            raise _Full

    def _put(self, path: str, data: bytes) -> None:
        self._size += len(data)
        entry = zipfile.ZipInfo(path, _DAY)
        entry.external_attr = 0o644 << 16
        self._zip.writestr(entry, data, zipfile.ZIP_DEFLATED)

    def _manifest(self) -> Element:
        version = self.version
        digest = hashlib.sha256("\n".join(sorted(self._slugs)).encode()).hexdigest()[:16]
        root = rooted("manifest", version.package, version.package_schema, {"identifier": f"MANIFEST-{digest}"})
        about = SubElement(root, "metadata")
        SubElement(about, "schema").text = version.schema
        SubElement(about, "schemaversion").text = version.schema_version
        SubElement(root, "organizations")
        resources = SubElement(root, "resources")
        for resource in [*self._resources, *self._pictures.values()]:
            resources.append(_resource(resource))
        return root


def _resource(resource: _Resource) -> Element:
    address = quote(resource.path)
    element = Element("resource", {"identifier": resource.identifier, "type": resource.kind, "href": address})
    if resource.keywords or resource.described:
        element.append(_metadata(resource.keywords, resource.described))
    SubElement(element, "file", {"href": address})
    if resource.needs:
        SubElement(element, "dependency", {"identifierref": resource.needs})
    return element


def _metadata(keywords: Iterable[str], described: Mapping[str, str]) -> Element:
    """Learning object metadata: what others show as keywords and descriptions, or pass over."""
    metadata = Element("metadata")
    general = SubElement(SubElement(metadata, "lom", {"xmlns": LOM}), "general")
    if described:
        description = SubElement(general, "description")
        for language, text in described.items():
            description.append(filled(Element("string", {"language": language}), [text]))
    for keyword in keywords:
        string = filled(Element("string", {"language": NO_LANGUAGE}), [keyword])
        SubElement(general, "keyword").append(string)
    return metadata


def _document(root: Element) -> bytes:
    ElementTree.indent(root, " ")
    text: str = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def packed(drafts: Sequence[ItemDraft], version: Version) -> Written:
    """The drafts in a package of this version."""
    pack = Pack(version)
    for draft in drafts:
        pack.add(draft)
    return pack.written()
