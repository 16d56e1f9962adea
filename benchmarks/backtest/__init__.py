"""Does the provisional route of a sparse file tell misuse from an ordinary sale?"""
