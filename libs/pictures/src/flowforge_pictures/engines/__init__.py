"""The libraries that decode, and the translation of their errors."""
