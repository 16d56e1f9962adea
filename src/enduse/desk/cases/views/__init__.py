"""The pages of a case, one module for each kind of page."""
