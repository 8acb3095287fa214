"""Personal data in a request: finding and masking it."""
