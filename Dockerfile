FROM python:3.11-slim-bookworm AS libraries
WORKDIR /build
COPY requirements/bootstrap.txt requirements/run.txt ./requirements/
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/bootstrap.txt \
 && /venv/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes -r requirements/run.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/data HOST=0.0.0.0 PORT=8000
WORKDIR /app
COPY --from=libraries /venv /venv
COPY manage.py ./
COPY backend ./backend
COPY schools ./schools
COPY quiz ./quiz
COPY contests ./contests
COPY reports ./reports
COPY frontend ./frontend
RUN python -m backend.catalogs && mkdir -p /data/static && chown -R 10001:10001 /data
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# `python manage.py prepare` has to have run once on this volume and database; compose does it.
CMD ["python", "-m", "backend.servers"]
