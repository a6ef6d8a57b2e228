"""Planted faults: applications that a test serves to see its check fail. No product code knows them.

Which check catches which: docs/reliability.md and tests/faults/test_mutants.py.
"""
