"""What can be wrong with a named key, or with what is asked of it."""

from servicekit import Conflict, Forbidden, InvalidInput, NotFound, Unavailable


class NamedKeysNotConfigured(Unavailable):
    code = "NAMED_KEYS_NOT_CONFIGURED"
    message = "Named keys need a master key: set FLOWFORGE_CRYPTO_MASTER_KEY."
    retryable = False


class UnknownKey(NotFound):
    code = "KEY_NOT_FOUND"
    message = "You have no key named '{name}'."


class KeyExists(Conflict):
    code = "KEY_EXISTS"
    message = "You already have a key named '{name}': rotate it, or use another name."


class KeyDisabled(Forbidden):
    code = "KEY_DISABLED"
    message = "The key '{name}' is disabled: enable it to use it."


class KeyInUse(Conflict):
    code = "KEY_ENABLED"
    message = (
        "The key '{name}' is enabled: disable it first. Data that it encrypted is lost once it is deleted."
    )


class VersionOutOfRange(InvalidInput):
    code = "KEY_VERSION_UNKNOWN"
    message = "'{field}' names version {version} of the key '{name}', which has versions {first} to {last}."


class VersionInUse(Conflict):
    code = "KEY_VERSION_IN_USE"
    message = "The key '{name}' still uses versions from {min_version}: raise its 'min_version' first."


class TooManyVersions(Conflict):
    code = "KEY_VERSIONS_EXHAUSTED"
    message = "The key '{name}' has 1000 versions: rewrap the data of the oldest, then trim the key."


class KeyUnreadable(Unavailable):
    code = "NAMED_KEY_UNREADABLE"
    message = "The key '{name}' was stored under a master key that the service no longer has."
    retryable = False


class OtherPurpose(InvalidInput):
    code = "KEY_PURPOSE_WRONG"
    message = "The key '{name}' is of type {type} and cannot {purpose}."


class ContextNeeded(InvalidInput):
    code = "KEY_CONTEXT_NEEDED"
    message = "'context' is missing: the key '{name}' is derived and has a separate secret for each context."


class ContextNotUsed(InvalidInput):
    code = "KEY_CONTEXT_NOT_USED"
    message = "'context' does not apply to the key '{name}', which is not derived: use 'associated_data'."


class NotExportable(Forbidden):
    code = "KEY_NOT_EXPORTABLE"
    message = "The key '{name}' is not exportable."


class UnsuitableOptions(InvalidInput):
    code = "KEY_OPTIONS_UNSUITABLE"
    message = "'{field}' does not apply to keys of type {type}, only to keys that encrypt."


STORED_KEY_ERRORS = (UnknownKey, KeyUnreadable, NamedKeysNotConfigured)
CONTEXT_ERRORS = (OtherPurpose, ContextNeeded, ContextNotUsed)
