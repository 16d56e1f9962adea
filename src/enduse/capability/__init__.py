"""What a product can do: from a profile, its text, its software components."""
