"""The Department's report in sentences. Vietnamese only: an official document has one language.

Every number comes from `Contents`; what nobody recorded is called "chưa có số liệu", what only people can judge is
left to them. The structure is that of reports on carrying out a plan: direction, results, assessment, tasks, proposals.
"""

from reports.official.body.parts import SUBJECT, body, results, span_of

__all__ = ["SUBJECT", "body", "results", "span_of"]
