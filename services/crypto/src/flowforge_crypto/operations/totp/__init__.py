"""Operations on time-based one-time passwords (RFC 6238): /totp/..."""
