"""Facts about countries, agencies and incidents, each with provenance and date."""
