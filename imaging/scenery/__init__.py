"""Draws plates: sets with backdrop, stand, surface, props and light. Knows nothing of Django."""
