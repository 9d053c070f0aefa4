"""Measurements of the whole studio. `make bench` prints them as Markdown; nothing is kept."""
