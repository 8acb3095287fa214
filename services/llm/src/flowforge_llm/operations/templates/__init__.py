"""Prompt templates of a consumer: kept with every version, filled in and run."""
