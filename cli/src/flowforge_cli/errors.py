"""Errors of the commands. The messages are shown to users."""


class CommandFailed(Exception):
    """Base class: a command cannot do what was requested."""


class AlreadyRunning(CommandFailed):
    """The platform of this state folder is already running."""


class NotRunning(CommandFailed):
    """The platform of this state folder is not running."""


class PortTaken(CommandFailed):
    """A requested port is in use."""


class InvalidPort(CommandFailed):
    """A port setting is not a port number."""


class InvalidTls(CommandFailed):
    """A TLS setting is not a supported version."""


class NothingInstalled(CommandFailed):
    """No service is installed."""


class UnsafeFolder(CommandFailed):
    """A folder that must be private belongs to another user."""


class StartFailed(CommandFailed):
    """The platform did not start."""


class NoSuchPart(CommandFailed):
    """No process of the platform has this name."""


class InvalidDuration(CommandFailed):
    """A duration or date cannot be parsed."""


class NoFileStore(CommandFailed):
    """The state folder contains no file store."""


class FilesNotInstalled(CommandFailed):
    """The package that reads the file store is not installed."""


class FileStoreBroken(CommandFailed):
    """The file store exists but cannot be opened."""


class SamePlace(CommandFailed):
    """Source and destination of a copy are the same."""


class NoSuchOwner(CommandFailed):
    """No consumer has this name or id."""


class UnclearChoice(CommandFailed):
    """The options do not say clearly which files to remove."""


class NotConfirmed(CommandFailed):
    """An irreversible action was not confirmed."""
