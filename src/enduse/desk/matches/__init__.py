"""Screening: the parties of a case looked for on watchlists, and what people said of matches."""
