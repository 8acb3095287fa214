"""Digests, HMACs, digital signatures and webhook signatures."""
