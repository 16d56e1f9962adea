"""Migrations of the app `decisions`."""
