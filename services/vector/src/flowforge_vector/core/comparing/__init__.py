"""Compare texts with each other, outside of collections: similarity, clusters, near duplicates, maps."""
