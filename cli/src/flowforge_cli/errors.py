"""What can go wrong between a person and the platform. The text of each is fit for that person."""


class CommandFailed(Exception):
    """Something that the user asked for cannot be done; subclasses say what."""


class AlreadyRunning(CommandFailed):
    """The platform of this state folder runs already."""


class NotRunning(CommandFailed):
    """The platform of this state folder does not run."""


class PortTaken(CommandFailed):
    """Another program listens on a port that was asked for."""


class InvalidPort(CommandFailed):
    """A setting holds no port number."""


class InvalidTls(CommandFailed):
    """A setting names no version of TLS."""


class NothingInstalled(CommandFailed):
    """No service is installed beside the command."""


class UnsafeFolder(CommandFailed):
    """A folder that must be private belongs to somebody else."""


class StartFailed(CommandFailed):
    """The platform did not come up."""


class NoSuchPart(CommandFailed):
    """No part of the platform has this name."""


class InvalidDuration(CommandFailed):
    """A length of time or a date cannot be read."""


class NoFileStore(CommandFailed):
    """The state folder holds no file store."""


class FilesNotInstalled(CommandFailed):
    """What reads the file store is not installed."""


class FileStoreBroken(CommandFailed):
    """The file store is there and does not work."""


class SamePlace(CommandFailed):
    """A copy would be written over what it is made of."""


class NoSuchOwner(CommandFailed):
    """No consumer has this name or id."""


class UnclearChoice(CommandFailed):
    """What is to be removed is not said, or said twice."""


class NotConfirmed(CommandFailed):
    """Something that cannot be undone was not confirmed."""
