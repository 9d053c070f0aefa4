"""Commands that set up, run and keep the studio."""
