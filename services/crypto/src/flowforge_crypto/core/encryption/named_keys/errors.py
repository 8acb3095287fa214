"""What can be wrong with a named key, or with what is asked of it."""

from servicekit import Conflict, Forbidden, InvalidInput, NotFound, Unavailable


class NamedKeysNotConfigured(Unavailable):
    code = "NAMED_KEYS_NOT_CONFIGURED"
    message = "Named keys need a master key: set FLOWFORGE_CRYPTO_MASTER_KEY."
    retryable = False


class UnknownKey(NotFound):
    code = "KEY_NOT_FOUND"
    message = "There is no key named '{name}' of yours."


class KeyExists(Conflict):
    code = "KEY_EXISTS"
    message = "There is a key named '{name}' already: rotate it, or take another name."


class KeyDisabled(Forbidden):
    code = "KEY_DISABLED"
    message = "The key '{name}' is disabled: nothing is done with it until it is enabled."


class KeyInUse(Conflict):
    code = "KEY_ENABLED"
    message = (
        "The key '{name}' is enabled: disable it first. What it encrypted cannot be read once it is deleted."
    )


class VersionOutOfRange(InvalidInput):
    code = "KEY_VERSION_UNKNOWN"
    message = "'{field}' names version {version} of the key '{name}', which has versions {first} to {last}."


class VersionInUse(Conflict):
    code = "KEY_VERSION_IN_USE"
    message = "The key '{name}' still decrypts from version {min_version} on: raise its 'min_version' first."


class TooManyVersions(Conflict):
    code = "KEY_VERSIONS_EXHAUSTED"
    message = "The key '{name}' has 1000 versions: rewrap what the oldest encrypted, then trim the key."


class KeyUnreadable(Unavailable):
    code = "NAMED_KEY_UNREADABLE"
    message = "The key '{name}' was stored under another master key than the service has now."
    retryable = False


class OtherPurpose(InvalidInput):
    code = "KEY_PURPOSE_WRONG"
    message = "The key '{name}' is of type {type}: it does not {purpose}."


class ContextNeeded(InvalidInput):
    code = "KEY_CONTEXT_NEEDED"
    message = "'context' is missing: the key '{name}' is derived, and has another secret for each context."


class ContextNotUsed(InvalidInput):
    code = "KEY_CONTEXT_NOT_USED"
    message = "'context' has no meaning for the key '{name}', which is not derived: use 'associated_data'."


class NotExportable(Forbidden):
    code = "KEY_NOT_EXPORTABLE"
    message = "The key '{name}' was not made exportable: its secrets never leave the service."


class UnsuitableOptions(InvalidInput):
    code = "KEY_OPTIONS_UNSUITABLE"
    message = "'{field}' has no meaning for a key of type {type}: only keys that encrypt have it."


STORED_KEY_ERRORS = (UnknownKey, KeyUnreadable, NamedKeysNotConfigured)
CONTEXT_ERRORS = (OtherPurpose, ContextNeeded, ContextNotUsed)
