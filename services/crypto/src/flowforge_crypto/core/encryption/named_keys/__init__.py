"""Named keys that are stored in the service and never leave it."""
