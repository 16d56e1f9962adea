"""My work: what waits for one person, what changed, what is about to lapse, how it all stands."""
