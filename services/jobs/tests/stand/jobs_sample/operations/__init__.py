"""Operations of the sample."""
