"""Scores of labels, by a chat model or by embeddings."""
