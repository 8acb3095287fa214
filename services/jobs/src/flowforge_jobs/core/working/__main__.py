"""Start a worker: `python -m flowforge_jobs.core.working [--ready SOCKET]`."""

import logging
import sys

from flowforge_jobs.core.readiness import Unready, ready_argument
from flowforge_jobs.core.working.running import run
from flowforge_jobs.settings import JobsSettings


def main() -> int:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    try:
        run(JobsSettings.load(), ready_argument())
    except Unready as error:
        logging.error("%s", error)  # noqa: LOG015, TRY400 - the program's own last word
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
