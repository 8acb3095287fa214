"""Operations on counter-based one-time passwords (RFC 4226): /hotp/..."""
