"""What the JOSE library raises over input that it does not take.

It declares JoseError alone, but hostile tokens also reach errors of the interpreter and of the cryptographic
library: an `epk` of another type, a member that is a list instead of text, a point that is not on its curve.
"""

from cryptography.exceptions import InvalidKey, InvalidSignature, InvalidTag, UnsupportedAlgorithm
from joserfc.errors import JoseError

LIBRARY_FAULTS = (
    JoseError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    OverflowError,
    RecursionError,
    InvalidKey,
    InvalidSignature,
    InvalidTag,
    UnsupportedAlgorithm,
)
