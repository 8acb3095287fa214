"""Operations on OpenPGP messages and keys (RFC 9580 and RFC 4880): /openpgp/..."""
