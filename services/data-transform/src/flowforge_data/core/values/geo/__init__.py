"""Places on Earth: WGS 84."""
