"""Migrations of the app `pages`."""
