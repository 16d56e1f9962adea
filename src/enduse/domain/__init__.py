"""The words of the field: frozen values, no I/O, standard library only."""
