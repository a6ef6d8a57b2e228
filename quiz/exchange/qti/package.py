"""What a content package holds: its items, wherever manifests, tests or nobody names them.

A manifest lists resources, in it or in manifests inside or below it; a resource is an item or a test, and a test names
items and sections in files of their own. Every file is looked at once, so that circles end by themselves.
"""

import posixpath
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from quiz.exchange.credit import QuestionRefused
from quiz.exchange.package import parts
from quiz.exchange.qti.xml import Trees
from quiz.exchange.reading import FileRefused
from quiz.rules.draft import Problem

MANIFEST = "imsmanifest.xml"
OURS = ("imsqti_item", "imsqti_test", "imsqti_section", "imsqti_assessment")
_REFERENCES = ("assessment-item-ref", "assessment-section-ref")
_JUNK = ("__MACOSX/", "._")


@dataclass
class About:
    """What a manifest says of one file: keywords, and descriptions by language."""

    keywords: list[str] = field(default_factory=list)
    described: dict[str, str] = field(default_factory=dict)


def files_of(data: bytes) -> dict[str, bytes]:
    """The files of the package by their plain path; raises `FileRefused` as `parts` does."""
    files: dict[str, bytes] = {}
    for name, content in parts(data).items():
        path = posixpath.normpath(name.replace("\\", "/"))
        if path in files:
            raise FileRefused("doubled_name")
        if not path.startswith(_JUNK[0]) and not posixpath.basename(path).startswith(_JUNK[1]):
            files[path] = content
    return files


def inside(folder: str, address: str) -> str | None:
    """The path in the package that an address seen from `folder` names, None if it leads out of the package."""
    plain = unquote(address.strip().partition("#")[0].partition("?")[0]).replace("\\", "/")
    joined = posixpath.join(folder, plain)
    if not plain or ":" in joined or joined.startswith("/") or "\0" in joined:
        return None
    path = posixpath.normpath(joined)
    return None if path == ".." or path.startswith("../") else path


class Package:
    """Walks through the files; afterwards `problems`, `notes` and `about` say what there is to say beside the items."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.about: dict[str, About] = {}
        self._trees = Trees()
        self._queue: deque[str] = deque()
        self._seen: set[str] = set()
        self._items: set[str] = set()  # files that are said to be items
        self._identifiers: set[str] = set()
        self._needed: list[tuple[str, str]] = []

    def items(self) -> Iterator[tuple[str, Element]]:
        """Path and root of each item, those that a manifest or a test names first."""
        manifests = sorted(
            (path for path in self.files if posixpath.basename(path) == MANIFEST), key=lambda path: path.count("/")
        )
        if not manifests:
            self.notes.append(Problem("", "manifest_missing"))
        self._queue.extend(manifests)
        yield from self._queued()
        self._say_missing()
        for path in sorted(self.files):
            if path not in self._seen and path.casefold().endswith(".xml"):
                self._queue.append(path)
                for found in self._queued():
                    if manifests:
                        self.notes.append(Problem(found[0], "not_in_manifest"))
                    yield found

    def _queued(self) -> Iterator[tuple[str, Element]]:
        while self._queue:
            path = self._queue.popleft()
            if path in self._seen:
                continue
            self._seen.add(path)
            try:
                root = self._trees.read(path, self.files[path])
            except QuestionRefused as refused:
                self.problems.append(Problem(path, refused.code, refused.values))
                continue
            if root.tag == "assessment-item":
                yield path, root
            else:
                self._other(path, root)

    def _other(self, path: str, root: Element) -> None:
        if root.tag == "manifest":
            self._manifest(path, root)
        elif root.tag in {"assessment-test", "assessment-section"}:
            self._test(path, root)
        elif root.tag == "questestinterop":
            self.problems.append(Problem(path, "kind_not_carried", ("QTI 1.2",)))
        elif path in self._items:
            self.problems.append(Problem(path, "not_an_item", (root.tag[:80],)))

    def _test(self, path: str, root: Element) -> None:
        for reference in root.iter():
            if reference.tag in _REFERENCES:
                self._go(path, posixpath.dirname(path), reference.get("href"), must=True)
        if root.find(".//rubric-block") is not None:
            self.notes.append(Problem(path, "rubric_dropped"))

    def _manifest(self, path: str, root: Element) -> None:
        """With the manifests inside it, each of which may move its folder on."""
        left = [(root, posixpath.dirname(path))]
        while left:
            manifest, folder = left.pop()
            folder = posixpath.join(folder, manifest.get("base", ""))
            for resources in manifest.findall("resources"):
                for resource in resources.findall("resource"):
                    bases = [part.get("base", "") for part in (resources, resource)]
                    self._resource(path, posixpath.join(folder, *bases), resource)
            left += [(inner, folder) for inner in reversed(manifest.findall("manifest"))]

    def _resource(self, path: str, folder: str, resource: Element) -> None:
        identifier = resource.get("identifier", "")
        place = f"{path} {identifier}".strip()[:120]
        self._identifiers.add(identifier)
        self._needed += [(place, needed.get("identifierref", "")) for needed in resource.findall("dependency")]
        addresses = [file.get("href", "") for file in resource.findall("file")]
        kind = resource.get("type", "").strip().casefold()
        own = resource.get("href") or (addresses[0] if addresses else None)
        main = self._go(place, folder, own, must=kind.startswith(OURS))
        if main:
            self._learn(main, resource)
            if kind.startswith("imsqti_item"):
                self._items.add(main)
        for address in addresses:
            self._go(place, folder, address, must=False)

    def _go(self, place: str, folder: str, address: str | None, *, must: bool) -> str | None:
        """Puts a file into the queue and gives its path; `must` = it is a loss if the file cannot be had."""
        path = inside(folder, address or "")
        if path is not None and path in self.files:
            if must or path.casefold().endswith(".xml"):
                self._queue.append(path)
            return path
        if must:
            code = "part_outside" if address and path is None else "part_missing"
            self.problems.append(Problem(place, code, ((address or "")[-80:],)))
        return None

    def _learn(self, path: str, resource: Element) -> None:
        about = self.about.setdefault(path, About())
        for general in resource.findall("metadata/lom/general"):
            for keyword in general.findall("keyword"):
                about.keywords += [text.text or "" for text in keyword if (text.text or "").strip()]
            for text in general.findall("description/string"):
                about.described.setdefault(text.get("language", ""), text.text or "")

    def _say_missing(self) -> None:
        for place, needed in self._needed:
            if needed not in self._identifiers:
                self.problems.append(Problem(place, "part_missing", (needed[-80:],)))
