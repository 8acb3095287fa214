"""Text processing without a model: chunks, quotes, languages, keywords."""
