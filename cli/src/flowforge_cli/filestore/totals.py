"""How much the file store holds, for commands that have something else to say as well."""

from flowforge_cli.errors import CommandFailed, NoFileStore
from flowforge_cli.filestore.presence import Holdings, require_store
from flowforge_cli.home.folder import Home


def holdings(home: Home) -> Holdings | None:
    """Ask the records how much is kept; None where there is no store. Never raises: others want to go on."""
    try:
        require_store(home)
        from flowforge_cli.filestore.contents import holdings_of  # noqa: PLC0415 - loads the whole kit

        return holdings_of(home)
    except NoFileStore:
        return None
    except CommandFailed as error:
        return Holdings(problem=str(error))
