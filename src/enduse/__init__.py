"""Human-rights due diligence for sales of technology with surveillance capability."""
