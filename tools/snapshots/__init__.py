"""Builders of the embedded snapshots, one file a snapshot."""
