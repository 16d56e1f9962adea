"""The API: what the pages do, for programs, through the same services."""
