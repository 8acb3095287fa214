"""Personal data: detect, mask and restore it."""
