"""Faults on purpose, under load, and what must hold afterwards (docs/reliability.md).

`crowd` answers and keeps a journal, `proxy` and `stage` break lines and processes, `export` reads the database,
`checks` hold the three together. `python -m tests.faults` runs it from the shell.
"""
