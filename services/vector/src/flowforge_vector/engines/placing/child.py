"""Place points by t-SNE: `python -m flowforge_vector.engines.placing.child DIMENSIONS PERPLEXITY`.

Reads a matrix in NumPy's format from standard input and writes one. The same points get the same places: the
start is the principal components, and the random state is fixed.
"""

import io
import os
import resource
import sys

_CPU_SECONDS = 22
_COMPONENTS = 50  # as its authors advise: fewer distances to compute, and less noise


def main() -> int:
    """Return 0."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

    import numpy as np  # noqa: PLC0415 - after the number of threads is set
    from sklearn.manifold import TSNE  # noqa: PLC0415 - likewise

    from flowforge_vector.engines.placing.components import reduce  # noqa: PLC0415 - likewise

    dimensions, perplexity = int(sys.argv[1]), float(sys.argv[2])
    rows = np.load(io.BytesIO(sys.stdin.buffer.read()))
    rows = reduce(rows / (np.abs(rows).max() or 1.0), min(_COMPONENTS, *rows.shape)).coordinates
    placed = np.zeros((len(rows), dimensions))
    if np.ptp(rows, axis=0).any():
        model = TSNE(dimensions, perplexity=perplexity, init="pca", random_state=0, n_jobs=1)
        placed = model.fit_transform(rows.astype(np.float32)).astype(np.float64)
    made = io.BytesIO()
    np.save(made, np.nan_to_num(placed))
    with os.fdopen(os.dup(1), "wb") as output:
        output.write(made.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
