"""Migrations of the app `registers`."""
