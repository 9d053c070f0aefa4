# One image for web, scheduler and workers; compose.yaml says which of them a container is.
FROM python:3.11-slim-trixie

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0 \
    STUDIO_VAR_DIR=/srv/var STUDIO_MODELS_DIR=/srv/models

WORKDIR /srv/studio
COPY setup/debian setup/debian
# pg_dump, for backups: Debian 13 has that of PostgreSQL 17, which compose.yaml runs.
RUN setup/debian run && apt-get install -qq -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*

# Before the code, so that a change of code does not install several gigabytes again.
COPY requirements.txt .
RUN pip install --disable-pip-version-check -r requirements.txt

COPY . .
# Without names: all that set-up installs. --build-arg MODELS="--all" adds the full cut-out model.
ARG MODELS=
# A key for the build alone: the real one comes with the environment and is never in the image.
RUN for po in locale/*/LC_MESSAGES/*.po; do \
        [ ! -e "$po" ] || pybabel --quiet compile -i "$po" -o "${po%.po}.mo"; \
    done \
    && python -m imaging.weights $MODELS \
    && python -m imaging.adverts \
    && STUDIO_SECRET_KEY=build python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p /srv/var/signing \
    && useradd --system --uid 10001 --no-create-home studio \
    && chown -R studio /srv/var

USER studio
EXPOSE 8000
# The proxy's containers are the only ones that reach this port, so what they forward is believed.
CMD ["uvicorn", "studio.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--timeout-graceful-shutdown", "2", "--forwarded-allow-ips", "*"]
