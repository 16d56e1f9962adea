"""Which software a product is made of, and what that software lets it do."""
