"""Renderers: one outline in, HTML, PDF, Word, text or JSON out."""
