"""Measurements: run with python -m imaging.bench.<name>; what data is absent is "not measured"."""
