"""The crypto service: hashes, encryption, keys, signatures, tokens, passwords, certificates and OpenPGP.

Needs nothing from outside; named keys need the durable store and a master key.
"""
