"""Moments in time: read as people write them, moved between zones, counted in working days."""
