"""Grievances: a way in for anyone affected, and a way through for those who answer."""
