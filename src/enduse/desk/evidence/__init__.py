"""Evidence files, addressed by their content."""
