"""Who the parties are: names against watchlists, explained and dated."""
