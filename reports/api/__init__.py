"""Frozen reports for programs: of the Department, and of the agency that puts the province's report together."""
