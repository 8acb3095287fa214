"""Stores of vectors and models of embeddings: ports, and one package or module for each engine."""
