"""Migrations of the app `jobs`."""
