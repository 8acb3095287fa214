"""Decoding under limits, the steps' arithmetic, and encoding: what operations share. Needs libvips."""
