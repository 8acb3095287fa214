"""Operations that derive keys from keys and passwords: /kdf/..."""
