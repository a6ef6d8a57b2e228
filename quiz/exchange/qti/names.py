"""What QTI 2 and QTI 3 call the same things: `choiceInteraction` there, `qti-choice-interaction` here.

Readers and writers work with one name for both, "choice-interaction"; only this module knows the two others.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")
# what QTI takes over from HTML under its own name
HTML = frozenset(
    "a abbr acronym address article audio b bdi bdo big blockquote br caption center cite code col colgroup dd "
    "del details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i iframe img "
    "input ins kbd label li link main map mark meta nav object ol p param picture pre q s samp script "
    "section small source span strike strong style sub summary sup table tbody td tfoot th thead title tr tt u "
    "ul var video wbr".split()
)


@lru_cache(maxsize=1024)
def plain_name(name: str) -> str:
    """The name of an element or attribute without namespace, prefix and version."""
    return _HUMP.sub(r"-\1", name.rpartition("}")[2]).lower().removeprefix("qti-")


def humped(name: str) -> str:
    """As QTI 2 writes it, and as people know it: "extendedTextInteraction"."""
    first, *rest = name.split("-")
    return first + "".join(part.capitalize() for part in rest)


@dataclass(frozen=True)
class Version:
    """One version as it is written. Addresses are names of schemas and templates; nothing is ever fetched."""

    is_three: bool
    items: str
    items_schema: str
    package: str
    package_schema: str
    schema: str
    schema_version: str
    item_type: str
    template: str

    def tag(self, name: str) -> str:
        if name in HTML:
            return name
        return f"qti-{name}" if self.is_three else humped(name)

    def key(self, name: str) -> str:
        """The name of an attribute; "lang" is everywhere that of XML."""
        if name == "lang":
            return XML_LANG
        return name if self.is_three else humped(name)


TWO = Version(
    is_three=False,
    items="http://www.imsglobal.org/xsd/imsqti_v2p1",
    items_schema="http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    package="http://www.imsglobal.org/xsd/imscp_v1p1",
    package_schema="http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
    schema="QTIv2.1 Package",
    schema_version="1.0.0",
    item_type="imsqti_item_xmlv2p1",
    template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/{}",
)
THREE = Version(
    is_three=True,
    items="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    items_schema="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    package="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    package_schema="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
    schema="QTI Package",
    schema_version="3.0.0",
    item_type="imsqti_item_xmlv3p0",
    template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{}.xml",
)
LOM = "http://ltsc.ieee.org/xsd/LOM"
EXPLANATION = "EXPLANATION"
