"""How rules speak: they take the translator of whoever asks, so they know nothing of the framework."""

from collections.abc import Callable

#: Gives a sentence in the reader's language (gettext). A parameter of this type is named `_`, so that sentences are
#: found for translation where they stand.
Say = Callable[[str], str]
