"""Who may enter and what they may do: users, roles, tokens, authority."""
