"""Small QTI packages for tests, in either version."""

import io
import zipfile
from collections.abc import Mapping

from quiz.exchange import qti
from quiz.exchange.qti import version3 as qti3
from quiz.exchange.qti.names import plain_name
from quiz.exchange.reading import Reading
from quiz.rules.draft import ItemDraft

TWO = "http://www.imsglobal.org/xsd/imsqti_v2p1"
THREE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
MATCH = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
MAP = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>'
CHOICES = '<simpleChoice identifier="A">Một</simpleChoice><simpleChoice identifier="B">Hai</simpleChoice>'


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def declared(*values: str, cardinality: str = "single", base: str = "identifier", mapping: str = "") -> str:
    correct = "".join(f"<value>{value}</value>" for value in values)
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base}">'
        f"{f'<correctResponse>{correct}</correctResponse>' if values else ''}{mapping}</responseDeclaration>"
    )


def mapped(entries: Mapping[str, str], attributes: str = "") -> str:
    inside = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in entries.items())
    return f'<mapping defaultValue="0" {attributes}>{inside}</mapping>'


def choice(inside: str = CHOICES, *, most: int = 1, stem: str = "Mấy?") -> str:
    return (
        f'<itemBody><p>{stem}</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}">'
        f"{inside}</choiceInteraction></itemBody>"
    )


def entry(stem: str = "Mấy?", tail: str = "") -> str:
    blank = '<textEntryInteraction responseIdentifier="RESPONSE" expectedLength="9"/>'
    return f"<itemBody><p>{stem} {blank}{tail}</p></itemBody>"


def item(*inside: str, identifier: str = "cau-1", attributes: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="{TWO}" identifier="{identifier}" '
        f'title="Câu" adaptive="false" timeDependent="false" {attributes}>{"".join(inside)}</assessmentItem>'
    )


def sound(identifier: str = "cau-1", stem: str = "Mấy?") -> str:
    """An item that reads."""
    return item(declared("A"), choice(stem=stem), MATCH, identifier=identifier)


def resource(
    path: str = "cau-1.xml", *, identifier: str = "R1", kind: str = "imsqti_item_xmlv2p1", inside: str = ""
) -> str:
    return f'<resource identifier="{identifier}" type="{kind}" href="{path}"><file href="{path}"/>{inside}</resource>'


def manifest(*resources: str, inner: str = "", base: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{CP}" identifier="M" {base}><organizations/>'
        f"<resources>{''.join(resources)}</resources>{inner}</manifest>"
    )


def package(*inside: str, **files: str | bytes) -> bytes:
    """A manifest and one item made of these pieces."""
    return packed({"imsmanifest.xml": manifest(resource()), "cau-1.xml": item(*inside), **files})


def in_three(text: str) -> str:
    """An item of QTI 2 as QTI 3 writes it."""
    from lxml import etree

    root = etree.fromstring(text.encode())
    for element in root.iter():
        name = etree.QName(element).localname
        plain = plain_name(name)
        own = name in {"p", "div", "span", "img", "br", "strong"}
        element.tag = f"{{{THREE}}}{plain if own else 'qti-' + plain}"
        for key, value in list(element.attrib.items()):
            if not key.startswith("{"):
                del element.attrib[key]
                element.set(plain_name(key), value)
    return etree.tostring(root, encoding="unicode")


def one(*inside: str) -> ItemDraft:
    """The same draft from the item in both versions."""
    drafts = []
    for text in (item(*inside), in_three(item(*inside))):
        reading = qti3.read(packed({"imsmanifest.xml": manifest(resource()), "cau-1.xml": text}))
        assert reading.problems == []
        drafts += reading.drafts
    assert drafts[0] == drafts[1]
    return drafts[0]


def noted(*inside: str) -> list[tuple[str, tuple[str, ...]]]:
    reading = qti.read(package(*inside))
    assert reading.problems == []
    return [(note.code, note.values) for note in reading.notes]


def slugs(reading: Reading) -> list[str]:
    return [draft.slug for draft in reading.drafts]


def refused(*inside: str) -> tuple[str, tuple[str, ...]]:
    reading = qti.read(package(*inside))
    [problem] = reading.problems
    assert (reading.drafts, problem.where) == ([], "cau-1.xml")
    return problem.code, problem.values


def rules(condition: str, score: str = '<baseValue baseType="float">1</baseValue>') -> str:
    return (
        f"<responseProcessing><responseCondition><responseIf>{condition}<setOutcomeValue identifier='SCORE'>{score}"
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )


def compared(operator: str, value: str, base: str = "float", attributes: str = "") -> str:
    variable = '<variable identifier="RESPONSE"/>'
    return f'<{operator} {attributes}>{variable}<baseValue baseType="{base}">{value}</baseValue></{operator}>'
