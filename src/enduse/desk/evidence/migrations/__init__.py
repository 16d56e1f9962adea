"""Migrations of the app `evidence`."""
