"""Operations on signed content of any kind (RFC 7515): /jws/..."""
