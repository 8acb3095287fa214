"""Operations on keys that the caller holds: /key/..."""
