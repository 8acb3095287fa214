"""Operations on encrypted content (RFC 7516): /jwe/..."""
