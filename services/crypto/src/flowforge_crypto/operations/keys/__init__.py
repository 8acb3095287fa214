"""Operations on keys that the service keeps: /keys/..."""
