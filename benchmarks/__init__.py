"""Measurements of speed and judgement. They print, and assert nothing about time."""
