"""The evidence bundle: everything an outsider needs to check an assessment."""
