"""How many encodings the search for a size may make, so that it ends well before the deadline."""

from flowforge_image.core.encoding.encoder import Encoding

_SECONDS = 10.0  # of one core, for all encodings of one search
_ALWAYS_PIXELS = 100_000  # what is so small may be tried even when nothing is left
_DEFAULT_RATE = 0.1
# Seconds a megapixel takes by effort, for pictures as hard as a photograph of leaves.
_RATES: dict[str, tuple[float, ...]] = {
    "jpeg": (0.02, 0.02, 0.02, 0.02, 0.02, 0.4),
    "png": (0.1, 0.1, 0.1, 0.2, 0.25, 0.3, 0.45, 0.6),
    "gif": (0.1, 0.1, 0.1, 0.15, 0.2, 0.4, 0.6, 0.9),
    "webp": (0.05, 0.06, 0.08, 0.1, 0.13, 0.2, 0.3),
    "avif": (0.15, 0.25, 0.35, 0.5, 2.0, 4.0, 7.0, 12.0, 16.0, 20.0),
}


class EffortBudget:
    """What is left for the encodings of one search. *share*: of several searches in one request.

    Pictures of up to *always* pixels may be encoded even when nothing is left.
    """

    def __init__(self, share: float = 1.0, always: int = _ALWAYS_PIXELS) -> None:
        self.share = share
        self._left = _SECONDS * share
        self._always = always

    def split(self, share: float, always: int) -> tuple["EffortBudget", "EffortBudget"]:
        """Return a budget of *share*, and one of the rest, which always allows *always* pixels."""
        return EffortBudget(self.share * share), EffortBudget(self.share * (1 - share), always)

    def take(self, pixels: float, options: Encoding) -> bool:
        """Return whether there is time to encode so many pixels, and count it if so."""
        rates = _RATES.get(options.format, (_DEFAULT_RATE,))
        seconds = pixels / 1e6 * rates[min(options.effort or 0, len(rates) - 1)]
        if seconds > self._left and pixels > self._always:
            return False
        self._left -= seconds
        return True
