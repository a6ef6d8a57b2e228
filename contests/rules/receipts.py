"""The number under which a pupil finds again what the server holds of an attempt: `ABCD-2345`."""

LENGTH = 8


def typed_receipt(text: str) -> str:
    """As it is stored, however it was typed; empty where it is none."""
    signs = "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())
    return f"{signs[:4]}-{signs[4:]}" if len(signs) == LENGTH else ""
