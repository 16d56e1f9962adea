"""Facts and rules to findings, rights at risk, route, safeguards, and what would change it."""
