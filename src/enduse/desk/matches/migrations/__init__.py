"""Migrations of the app `matches`."""
