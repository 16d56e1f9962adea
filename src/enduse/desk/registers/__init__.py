"""What cases link to: products, parties, agencies, countries, clauses."""
