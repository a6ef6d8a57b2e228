from reports.models.issued import IssuedReport

__all__ = ["IssuedReport"]
