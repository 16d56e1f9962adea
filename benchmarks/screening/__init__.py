"""Screening measured: against its peers, and on labelled pairs."""
