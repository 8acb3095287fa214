"""Groups of pictures that look alike, over any number of hashes."""

from collections.abc import Sequence

from flowforge_image.core.analysis.hashing import distance


def groups_of(hashes: Sequence[tuple[str, ...]], most_bits: int) -> list[list[int]]:
    """Return the groups of two or more, by position: each is within *most_bits* of another one of its group.

    Every hash of two pictures has to be that near: what one kind of hash confuses, another tells apart.
    """
    leader = list(range(len(hashes)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for one in range(len(hashes)):
        for other in range(one):
            pairs = zip(hashes[one], hashes[other], strict=True)
            if all(distance(first, second) <= most_bits for first, second in pairs):
                leader[find(one)] = find(other)
    members: dict[int, list[int]] = {}
    for at in range(len(hashes)):
        members.setdefault(find(at), []).append(at)
    return [group for group in members.values() if len(group) > 1]
