"""Our items as QTI packages and back, and how what we write is built."""

import io
import zipfile
from dataclasses import replace

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings

from quiz.exchange import qti
from quiz.exchange.bank_folder import read_folder
from quiz.exchange.qti import version3 as qti3
from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft
from tests.factories_quiz import make_draft, make_multiple
from tests.quiz.exchange import qti_packages as made
from tests.quiz.exchange.drafts import PNG, SVG, many, plain_numbers
from tests.quiz.exchange.qti_packages import slugs

WRITERS = pytest.mark.parametrize("writer", [qti, qti3], ids=["2.1", "3.0"])


# --- there and back -------------------------------------------------------------------------------------------------


def held(draft: ItemDraft) -> ItemDraft:
    """What the package keeps: numbers lose needless zeros, everything else stays."""
    return replace(draft, answers=plain_numbers(draft.answers)) if draft.kind == "number" else draft


@WRITERS
@settings(max_examples=25, deadline=None)
@given(items=many())
def test_any_items_survive_the_package(writer: object, items: list[ItemDraft]) -> None:
    written = writer.write(items)  # type: ignore[attr-defined]
    assert written.notes == ()
    if items:
        reading = qti.read(written.data)
        assert (reading.problems, reading.notes) == ([], [])
        assert reading.drafts == [held(draft) for draft in items]


@pytest.mark.parametrize(("writer", "step"), [(qti, 1), (qti3, 5)], ids=["2.1", "3.0"])
def test_the_bank_survives_the_package(writer: object, step: int) -> None:
    bank = read_folder().drafts[::step]
    written = writer.write(bank)  # type: ignore[attr-defined]
    reading = qti.read(written.data)
    assert (written.notes, reading.problems, reading.notes) == ((), [], [])
    assert reading.drafts == [held(draft) for draft in bank]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pictured() -> ItemDraft:
    return make_draft(picture=PictureDraft("map-01.svg", SVG, "Bản đồ", "A map", "A (CC BY 4.0)"))


@WRITERS
def test_the_package_is_built_as_its_schemas_ask(writer: object) -> None:
    """The order of elements and the attributes that the schemas require."""
    files = parts_of(writer.write([pictured(), make_multiple(slug="m-1")]).data)  # type: ignore[attr-defined]
    assert list(files) == [
        "items/pictures/1/map-01.svg", "items/charter-001.xml", "items/m-1.xml", "imsmanifest.xml",
    ]  # fmt: skip
    root = ElementTree.fromstring(files["imsmanifest.xml"], forbid_dtd=True)
    assert [made.plain_name(part.tag) for part in root] == ["metadata", "organizations", "resources"]
    first, _second, picture = root[2]
    assert [made.plain_name(part.tag) for part in first] == ["metadata", "file", "dependency"]
    assert (first[2].get("identifierref"), picture.get("type")) == (picture.get("identifier"), "webcontent")
    item_root = ElementTree.fromstring(files["items/charter-001.xml"], forbid_dtd=True)
    assert [made.plain_name(part.tag) for part in item_root] == [
        "response-declaration", "outcome-declaration", "outcome-declaration", "item-body", "response-processing",
        "modal-feedback",
    ]  # fmt: skip
    needed = {"identifier", "title", "adaptive", "time-dependent"}
    assert needed <= {made.plain_name(name) for name in item_root.attrib}
    assert item_root.tag.startswith("{http://www.imsglobal.org/xsd/imsqti")


def test_the_two_versions_name_things_their_own_way() -> None:
    two = parts_of(qti.write([make_draft()]).data)["items/charter-001.xml"].decode()
    three = parts_of(qti3.write([make_draft()]).data)["items/charter-001.xml"].decode()
    assert '<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">' in two
    assert '<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="1">' in three
    assert "<qti-content-body>" in three
    assert "contentBody" not in two


def test_the_order_in_the_file_does_not_say_the_key() -> None:
    options = tuple(OptionDraft(f"Bước {n}", "") for n in range(1, 7))
    draft = make_draft(kind="ordering", options=options)
    text = parts_of(qti.write([draft]).data)["items/charter-001.xml"].decode()
    shown = sorted((option.vi for option in options), key=text.index)
    assert shown != [option.vi for option in options]
    assert qti.read(qti.write([draft]).data).drafts[0].options == options


def test_items_without_remarks_use_the_template_that_every_program_knows() -> None:
    bare = make_draft(explanation_vi="", explanation_en="", source_title="", source_url="")
    text = parts_of(qti3.write([bare]).data)["items/charter-001.xml"].decode()
    assert 'template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"' in text


def test_pictures_keep_their_words_in_each_language() -> None:
    for alts in (("Bản đồ", "A map"), ("Bản đồ", ""), ("", "A map"), ("", "")):
        draft = replace(pictured(), picture=PictureDraft("a.png", PNG, *alts, "C"))
        assert qti.read(qti.write([draft]).data).drafts == [draft]


def test_awkward_matching_items_come_back() -> None:
    """A partner of two prompts, one too many that reads the same, one too many with a remark."""
    options = (
        OptionDraft("Lào", "Laos", match_vi="Đất liền", match_en="Mainland"),
        OptionDraft("Thái Lan", "Thailand", match_vi="Đất liền", match_en="Mainland", why_vi="Gần", why_en="Near"),
        OptionDraft("", "", match_vi="Đất liền", match_en="Mainland"),
        OptionDraft("", "", match_vi="Biển", match_en="Sea", why_vi="Không", why_en="No"),
    )
    draft = make_draft(kind="matching", options=options)
    assert qti.read(qti.write([draft]).data).drafts == [draft]


def test_what_cannot_be_written_is_said() -> None:
    drafts = [
        make_draft(),
        make_draft(stem_vi="Khác"),
        make_draft(slug="a-1", kind="essay"),
        make_draft(slug="a-2", options=()),
        make_draft(slug="a-3", kind="matching", options=(OptionDraft("", "", match_vi="x"),)),
        make_draft(slug="a-4", picture=PictureDraft("x.svg", b"<svg><script/></svg>", "a", "b")),
    ]
    written = qti.write(drafts)
    assert [(note.where, note.code) for note in written.notes] == [
        ("charter-001", "slug_twice"), ("a-1", "kind_not_carried"), ("a-2", "no_key"), ("a-3", "no_key"),
        ("a-4", "picture_refused"),
    ]  # fmt: skip
    assert slugs(qti.read(written.data)) == ["charter-001", "a-4"]


def test_more_than_a_package_may_hold_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quiz.exchange.qti.pack.MAX_ENTRIES", 3)
    written = qti.write([make_draft(slug=f"a-{n}") for n in range(3)])
    assert [(note.where, note.code) for note in written.notes] == [("a-2", "package_full")]
    assert len(qti.read(written.data).drafts) == 2


@pytest.mark.parametrize("slug", ["2025-1", "Câu lạ", "a" * 61])
def test_names_that_xml_forbids_find_a_way(slug: str) -> None:
    [draft] = qti.read(qti.write([make_draft(slug=slug)]).data).drafts
    assert draft.slug == slug or draft.slug.startswith("x-")
    assert (draft.slug == slug) == (slug == "2025-1")


def test_the_same_items_make_the_same_bytes() -> None:
    assert qti.write([pictured()]).data == qti.write([pictured()]).data
