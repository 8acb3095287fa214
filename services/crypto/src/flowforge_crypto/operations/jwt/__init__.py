"""Operations on JSON Web Tokens (RFC 7519): /jwt/..."""
