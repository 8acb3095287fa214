"""The process that merges documents for the portal, pickled on its standard input and output."""

import pickle
import sys

from flowforge_portal.core.platform.snapshot import merged_bytes, take

if __name__ == "__main__":
    function = {"take": take, "merged_bytes": merged_bytes}[sys.argv[1]]
    contents = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the portal
    sys.stdout.buffer.write(pickle.dumps(function(contents)))
