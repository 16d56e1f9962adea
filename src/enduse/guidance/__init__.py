"""The catalogue as data: considerations, questions, red flags, safeguards; and its loader."""
