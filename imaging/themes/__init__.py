"""Curated, named, bilingual looks, each a brief and its pre-rendered plates, as data."""
