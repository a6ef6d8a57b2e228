"""HTML and Markdown to text: what meant something and went is named, what acts never survives, nothing takes long."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.exchange.markup import Image, Words, attribute, escaped, read_markup, spans
from tests.quiz.exchange.drafts import texts


def both(text: str, form: str = "html") -> tuple[str, str]:
    words = read_markup(text, form).words
    return words.vi, words.en


def plain(text: str, form: str = "html") -> str:
    words = read_markup(text, form).words
    assert words.common
    return words.vi


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<p>Một</p><p>hai<br>ba</p>", "Một hai ba"),
        ("a&nbsp;&amp;&lt;b&gt; &#8211; &eacute;", "a &<b> – é"),
        ("Hie\u0302\u0301n   chương\n\n ASEAN", "Hiến chương ASEAN"),
        ("H<sub>2</sub>O, 331 000 km<sup>2</sup>", "H₂O, 331 000 km²"),
        ("10<sup>-3</sup>", "10⁻³"),
        ("x < y và a<b thì 3 <4", "x < y và a<b thì 3 <4"),
        ("x<y và z>t", "x<y và z>t"),
        ("<!-- no --><b>có</b><?php 1 ?><!DOCTYPE html>", "có"),
        ("a<!-- never closed", "a"),
        ('<td>A</td><td>B</td><li title="a>b">C', "A B C"),
        ("&#xD800;&#99999999999999999999;&#0;", "\ufffd\ufffd\ufffd"),
        ("<>", "<>"),
        ("</", "</"),
        ("", ""),
    ],
)
def test_html_becomes_text(text: str, read: str) -> None:
    assert plain(text) == read


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("<p>a <span>b</span><br></p><div>c</div>", set()),
        ("<b>a</b> <strong>b</strong>", {"b", "strong"}),
        ('<a href="https://x.org">a</a>', {"a"}),
        ("x<sup>abc</sup>", {"sup"}),
        ("<table><tr><td>1</td></tr></table>", {"table", "tr", "td"}),
        ('<span class="multilang" lang="fr">oui</span>', {"lang=fr"}),
        ("<o:p></o:p>", {"o:p"}),
    ],
)
def test_what_meant_something_is_named(text: str, dropped: set[str]) -> None:
    assert read_markup(text).dropped == dropped


@pytest.mark.parametrize(
    "text",
    [
        "a<script>alert(1)</script>",
        "a<SCRIPT type='x'>alert(1)</sCripT >",
        "a<script>alert(1)",
        "a<script <b>alert(1)</script>",
        "a<style>p{background:url(javascript:alert(1))}</style>",
        "a<img src=x onerror=alert(1)>",
        "a<img src=x onerror=alert(1)",
        'a<img src="x" onerror="alert(1)" <b>',
        "a<svg/onload=alert(1)>",
        "a<y onclick=alert(1)>",
        "a<y onclick=alert(1)",
        '<a href="javascript:alert(1)">a</a>',
        "a<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "a<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "a<template><img src=x onerror=alert(1)></template>",
        "a<math><mi xlink:href='javascript:alert(1)'></mi></math>",
    ],
)
def test_what_acts_never_survives(text: str) -> None:
    markup = read_markup(text)
    said = f"{markup.words} {markup.images}"
    assert "alert" not in said
    assert "javascript" not in said
    assert markup.words.vi.startswith("a")
    assert markup.dropped or markup.images


def test_languages_are_told_apart_and_the_rest_is_common() -> None:
    text = 'Câu 1: <span lang="vi" class="multilang">một</span> <span class="multilang" lang="en_us">one</span>.'
    assert both(text) == ("Câu 1: một .", "Câu 1: one.")
    assert both('<span lang="vi" class="multilang">một <span style="color:red">hai</span></span>') == ("một hai", "")
    assert not read_markup('<span lang="en" class="multilang">one</span>').words.common
    assert plain('<span lang="en">Word writes such spans</span>') == "Word writes such spans"
    assert both('<span lang="fr" class="multilang">un</span>x') == ("x", "x")
    assert both("</span></span>x") == ("x", "x")


def test_pictures_keep_address_and_words() -> None:
    text = (
        '<img src="@@PLUGINFILE@@/a%20b.png" alt="B&#7843;n  đồ" onload="x()">'
        '<span lang="en" class="multilang"><img alt="Map" src=c.png></span><img alt="no address">'
    )
    assert read_markup(text).images == [Image("@@PLUGINFILE@@/a%20b.png", "Bản đồ", ""), Image("c.png", "Map", "en")]


def test_our_own_pieces_come_apart_from_the_text() -> None:
    markup = read_markup(
        '<p>Vì sao</p><p><cite class="quiz-source"><a href="https://a.org/?x=1&amp;y">Bài</a></cite></p>'
    )
    assert markup.words.vi == "Vì sao"
    assert markup.kept == {"quiz-source": "Bài"}
    assert markup.links == {"quiz-source": "https://a.org/?x=1&y"}
    assert read_markup('a<cite class="quiz-source">never closed').kept == {"quiz-source": "never closed"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Who's buried in **Grant's tomb**?", "Who's buried in Grant's tomb?"),
        ("# Tiêu đề\n- một\n- hai\n\n> trích", "Tiêu đề một hai trích"),
        ('[ASEAN](https://asean.org "x") và `mã` _nghiêng_', "ASEAN và mã nghiêng"),
        ("snake_case_name 2 * 3 * 4", "snake_case_name 2 * 3 * 4"),
        (r"\*không\* \[x\]", "*không* [x]"),
        ("a <script>alert(1)</script>b", "a b"),
        ("**chưa đóng", "**chưa đóng"),
    ],
)
def test_markdown_becomes_text(text: str, read: str) -> None:
    assert plain(text, "markdown") == read


def test_markdown_pictures_are_pictures() -> None:
    assert read_markup('![Bản "đồ"](a_b.png)', "markdown").images == [Image("a_b.png", 'Bản "đồ"', "")]


def test_plain_text_is_left_alone() -> None:
    assert plain("<b>&amp;</b>\x00\x07 *x*", "plain_text") == "<b>&amp;</b> *x*"


def test_an_unmarked_text_counts_for_english_only_beside_marked_ones() -> None:
    assert Words("1967", "1967", common=True).resolved(bilingual=True) == ("1967", "1967")
    assert Words("1967", "1967", common=True).resolved(bilingual=False) == ("1967", "")
    assert Words("một", "").resolved(bilingual=True) == ("một", "")


@settings(max_examples=200, deadline=None)
@given(vi=texts(6), en=texts(6))
def test_any_text_survives_html(vi: str, en: str) -> None:
    assert both(spans(escaped(vi), escaped(en), bilingual=True)) == (vi, en)
    assert plain(spans(escaped(vi), escaped(en), bilingual=False)) == vi
    assert read_markup(f'<img src="x" alt="{attribute(vi)}">').images[0].alt == vi


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(st.sampled_from("<>/!-\"'= abspnimgrcto&;#x0[]()*_`\n\\")), form=st.sampled_from(["html", "markdown"])
)
def test_no_text_breaks_the_reader(text: str, form: str) -> None:
    words = read_markup(text, form).words
    assert words.vi == " ".join(words.vi.split())


HOSTILE = (
    "<", "<a ", '<a "', "<a '\"", "<y ", "<b>", "<!--", "<script", "</script", "&#9", "&amp", "<sup>", "<img src=x>",
    '<span lang="vi" class="multilang">',
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    assert growth(piece, "html") < 10


@pytest.mark.parametrize("piece", ["[", "![](", "[a](", "**a ", "*a", "_a ", "`", "- ", "#", "\\", "![a](x "])
def test_time_grows_with_markdown_and_no_faster(piece: str) -> None:
    assert growth(piece, "markdown") < 10


def growth(piece: str, form: str) -> float:
    """How much longer four times the text takes: 4 if every letter costs the same, 16 if each costs its place."""
    short, long = (min(seconds(piece * (size // len(piece)), form) for _try in range(3)) for size in (20_000, 80_000))
    return long / max(short, 0.001)


def seconds(text: str, form: str) -> float:
    started = time.process_time()
    read_markup(text, form)
    return time.process_time() - started
