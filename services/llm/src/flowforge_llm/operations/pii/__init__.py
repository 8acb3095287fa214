"""Personal data: find it, mask it, and put it back."""
