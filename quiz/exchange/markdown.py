"""The little Markdown that questions are written in, as HTML (https://docs.moodle.org/en/Markdown).

Each pattern forbids its own opening sign inside, so that a text full of openings that never close is read in one go.
"""

import re

_SIGNS = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")
_IMAGE = re.compile(r"!\[([^\]\[\n]*)\]\(([^()\s]*)(?:[ ]+\"[^\"()\n]*\")?\)")
_LINK = re.compile(r"(?<!!)\[([^\]\[\n]*)\]\(([^()\s]*)(?:[ ]+\"[^\"()\n]*\")?\)")
_LINE_START = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|(?:[-*_][ \t]*){3,}$)", re.MULTILINE)
_PAIRS = (
    (re.compile(r"`([^`\n]+)`"), "code"),
    (re.compile(r"\*\*(?=\S)([^*\n]+)\*\*"), "b"),
    (re.compile(r"(?<!\w)__(?=\S)([^_\n]+)__(?!\w)"), "b"),
    (re.compile(r"\*(?=\S)([^*\n]+)\*"), "i"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+)_(?!\w)"), "i"),
    (re.compile(r"~~(?=\S)([^~\n]+)~~"), "s"),
)


def as_html(text: str) -> str:
    """HTML in which emphasis, code, links and pictures are tags and escaped signs are themselves."""
    text = _SIGNS.sub(lambda sign: f"&#{ord(sign[1])};", text)
    text = _LINE_START.sub(" ", text)
    text = _IMAGE.sub(lambda found: f'<img src="{_quoted(found[2])}" alt="{_quoted(found[1])}">', text)
    text = _LINK.sub(lambda found: f"<a>{found[1]}</a>", text)
    for pattern, tag in _PAIRS:
        text = pattern.sub(rf"<{tag}>\1</{tag}>", text)
    return text


def _quoted(text: str) -> str:
    return text.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
