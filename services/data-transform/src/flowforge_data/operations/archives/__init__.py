"""Operations on archives."""
