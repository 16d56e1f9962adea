"""Loaders for official files that a user downloads, whose licences keep them out of the package."""
