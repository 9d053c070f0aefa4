"""Opening addresses that somebody typed: the only place that does so, never private ones."""
