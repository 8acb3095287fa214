"""Operations that find the best: linear programs, assignments, knapsacks, routes, minima."""
