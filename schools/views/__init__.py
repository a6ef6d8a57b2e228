"""Doors: each turns a request into one action or query call and its outcome into a page."""
