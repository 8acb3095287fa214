"""Operations on one table, each also a step of /pipeline."""
