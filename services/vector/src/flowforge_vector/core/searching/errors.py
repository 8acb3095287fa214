"""What can be wrong with a search."""

from flowforge_vector.core.collections.errors import READING, TextSearchOff
from flowforge_vector.engines.errors import EMBEDDING_ERRORS, RERANK_ERRORS, STORE_ERRORS, StoreRefused
from servicekit import InvalidInput, NotFound


class SearchVectorUnknown(InvalidInput):
    code = "SEARCH_VECTOR_UNKNOWN"
    message = "'using' is {using}; the vectors of this collection that fit are {known}."


class SearchVectorWrong(InvalidInput):
    code = "SEARCH_VECTOR_WRONG"
    message = "'{field}' cannot be searched for: {reason}."


class PointUnknown(NotFound):
    code = "POINT_UNKNOWN"
    message = "The collection has no point '{id}'."


class PointWithoutVector(InvalidInput):
    code = "POINT_WITHOUT_VECTOR"
    message = "The point '{id}' has no vector '{using}' to compare with."


class DiversityNeedsDense(InvalidInput):
    code = "DIVERSITY_NEEDS_DENSE"
    message = "'diversity' needs a search by meaning or by a dense vector."


SEARCH_ERRORS = (
    *READING,
    *STORE_ERRORS,
    *EMBEDDING_ERRORS,
    *RERANK_ERRORS,
    StoreRefused,
    TextSearchOff,
    SearchVectorUnknown,
    SearchVectorWrong,
    PointUnknown,
    PointWithoutVector,
    DiversityNeedsDense,
)
