"""Which words people agree to. The words themselves stand in `templates/schools/_consent_text.html`."""

#: Raised whenever a word of the text changes: a consent is kept with the version that was read.
TEXT_VERSION = "2026-1"
PAPER = "paper"
