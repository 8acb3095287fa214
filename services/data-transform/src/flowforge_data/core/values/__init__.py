"""Single values: dates, places, names, addresses, and numbers that can be checked."""
