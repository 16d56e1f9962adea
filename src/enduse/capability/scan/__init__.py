"""Text, components, source code and profile of a product together: what it can do, and how sure."""
