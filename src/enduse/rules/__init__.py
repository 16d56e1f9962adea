"""Three-valued expressions that return a trace."""
