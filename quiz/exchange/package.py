"""A package (zip) of questions from a stranger, opened as every package from a stranger is."""

from quiz.exchange.reading import FileRefused
from schools.exchange import package

MAX_BYTES, MAX_ENTRIES, MAX_UNPACKED = package.MAX_BYTES, package.MAX_ENTRIES, package.MAX_UNPACKED


def parts(data: bytes) -> dict[str, bytes]:
    """The files of a package by name. Raises `FileRefused` with the codes of `schools.exchange.package.parts`."""
    try:
        return package.parts(data)
    except package.PackageRefused as refused:
        raise FileRefused(refused.code, refused.where) from None
