"""Migrations of the app `record`."""
