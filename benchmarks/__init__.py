"""Ratios, measured side by side in one run. `python -m benchmarks` prints them and fails where one is missed."""
