"""Operations of algebra and calculus."""
