"""Models that find faces, cut people out and scale pictures up, each opened in a worker when first used.

Optional: they need the extra `models`, and packages that carry weights.
"""
