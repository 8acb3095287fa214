"""Audio files, and what was said in them."""
