"""Versioned prompt templates of a consumer."""
