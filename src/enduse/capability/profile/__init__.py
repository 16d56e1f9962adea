"""What product people say their product does: kept in a file, reused over many sales."""
