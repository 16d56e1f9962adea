"""Commands of the desk, called by `enduse`."""
