"""The public side of grievances: pages apart from the desk, without login, script or trace."""
