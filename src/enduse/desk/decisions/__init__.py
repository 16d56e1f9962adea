"""Decisions: what named people decided about a case, under what conditions, and until when."""
