"""Operations on units of measurement."""
