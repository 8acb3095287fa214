"""What can be wrong with the collection of a request."""

from servicekit import Conflict, Forbidden, InvalidInput, NotFound, ResourceLimit


class CollectionUnknown(NotFound):
    code = "COLLECTION_UNKNOWN"
    message = "There is no collection '{name}' of yours, and none of that id is shared with you."


class CollectionExists(Conflict):
    code = "COLLECTION_EXISTS"
    message = "A collection or an alias is already called '{name}'."


class CollectionReadOnly(Forbidden):
    code = "COLLECTION_READ_ONLY"
    message = "The collection '{name}' is shared with you for reading only."


class CollectionNotYours(Forbidden):
    code = "COLLECTION_NOT_YOURS"
    message = "Only the owner of the collection '{name}' can do this."


class CollectionQuotaReached(ResourceLimit):
    code = "COLLECTION_QUOTA_REACHED"
    message = "You have {count} collections, and {limit} are allowed: delete one first."


class PointQuotaReached(ResourceLimit):
    code = "POINT_QUOTA_REACHED"
    message = "Your collections hold {count} points; {added} more would exceed the {limit} allowed."


class TextSearchOff(InvalidInput):
    code = "TEXT_SEARCH_OFF"
    message = "'{field}' needs a collection with {wanted}; 'text_search' of this one is '{mode}'."


READING = (CollectionUnknown,)
WRITING = (CollectionUnknown, CollectionReadOnly)
OWNING = (CollectionUnknown, CollectionNotYours)
