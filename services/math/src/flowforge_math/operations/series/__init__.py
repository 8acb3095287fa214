"""Operations on time series."""
