"""Migrations of the app `cases`."""
