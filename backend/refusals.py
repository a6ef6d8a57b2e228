"""A refusal: what an action says when it will not do something."""

from collections.abc import Mapping


class Refusal(Exception):
    """Raised by actions and gates; doors turn it into the one error shape.

    `code` is for programs, `detail` a (lazy) translated sentence for people, `status` the HTTP status,
    `fields` maps a field name to its sentences where a form is concerned.
    """

    def __init__(
        self, code: str, detail: object, *, status: int = 409, fields: Mapping[str, list[object]] | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.status = status
        self.fields = dict(fields or {})


class NotThere(Refusal):
    """The object does not exist for this person (404, never 403: nothing is said about others' things)."""

    def __init__(self, detail: object) -> None:
        super().__init__("not_found", detail, status=404)


class NotAllowed(Refusal):
    """A known act that this person's role may not do (403)."""

    def __init__(self, detail: object) -> None:
        super().__init__("not_allowed", detail, status=403)
