"""Word documents, from our own template or the customer's, in a sandbox."""
