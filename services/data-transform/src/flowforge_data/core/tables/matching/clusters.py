"""Clusters of rows that are the same: connected by pairs over the threshold."""

from collections import defaultdict
from collections.abc import Iterable


def clusters_of(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return groups of two rows or more, each in order; a row is in one group at most."""
    parent: dict[int, int] = {}

    def find(row: int) -> int:
        root = row
        while parent.get(root, root) != root:
            root = parent[root]
        while parent.get(row, row) != root:
            parent[row], row = root, parent.get(row, row)
        return root

    for left, right in pairs:
        one, two = find(left), find(right)
        if one != two:
            parent[max(one, two)] = min(one, two)
            parent.setdefault(min(one, two), min(one, two))
    groups: dict[int, list[int]] = defaultdict(list)
    for row in sorted(parent):
        groups[find(row)].append(row)
    return list(groups.values())
