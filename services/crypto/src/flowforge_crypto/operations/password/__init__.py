"""Operations on passwords: /password/..."""
