"""The publishers' own files, read into one kind of record. Bytes in, records out."""
