"""The kinds of document, each made from the same assessment."""
