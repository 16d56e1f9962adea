"""What every page shares: base templates, components, error pages."""
