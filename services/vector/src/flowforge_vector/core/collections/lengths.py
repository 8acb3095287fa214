"""The mean length of the texts of a collection, which BM25 compares each text with."""

from dataclasses import dataclass

from flowforge_vector.engines.catalog.record import CollectionRecord

_MOST_SAMPLES = 10_000  # later texts still move the mean
_DRIFT = 0.1


@dataclass(slots=True)
class LengthMean:
    """A running mean of numbers of distinct words."""

    mean: float
    samples: int

    def add(self, lengths: list[int]) -> None:
        samples = min(self.samples, _MOST_SAMPLES)
        total = self.mean * samples + sum(lengths)
        self.mean = max(total / (samples + len(lengths)), 1.0)
        self.samples = samples + len(lengths)

    def is_far_from(self, record: CollectionRecord) -> bool:
        """Whether the record should get the mean: it is new, or moved by more than a tenth."""
        saved = record.average_length
        return record.length_samples == 0 or abs(self.mean - saved) > _DRIFT * saved


class LengthMeans:
    """Running means by collection, from the saved ones on."""

    def __init__(self) -> None:
        self._means: dict[str, LengthMean] = {}

    def of(self, record: CollectionRecord) -> LengthMean:
        if record.id not in self._means:
            self._means[record.id] = LengthMean(record.average_length, record.length_samples)
        return self._means[record.id]

    def forget(self, collection_id: str) -> None:
        self._means.pop(collection_id, None)
