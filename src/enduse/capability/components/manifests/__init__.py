"""Readers of the files in which projects and package managers list what they use."""
