"""Operations of the sample service."""
