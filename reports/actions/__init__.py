"""Writes of the Department's desk. Names are looked up when they are asked for: issuing needs pandas, which costs a
second that the registers should not pay."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reports.actions.demonstration import remove_demonstration
    from reports.actions.issuing import Issue, issue_report

__all__ = ["Issue", "issue_report", "remove_demonstration"]


def __getattr__(name: str) -> Any:
    if name in {"Issue", "issue_report"}:
        from reports.actions import issuing  # noqa: PLC0415 - see above

        return getattr(issuing, name)
    if name == "remove_demonstration":
        from reports.actions import demonstration  # noqa: PLC0415 - see above

        return demonstration.remove_demonstration
    raise AttributeError(name)
