"""The command line: `enduse ...`."""
