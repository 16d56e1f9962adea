"""The public report: frozen figures about closed cases, safe against subtraction."""
