"""Work that outlasts a request: a queue in the database, with progress."""
