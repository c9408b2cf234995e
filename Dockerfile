# The page in a container, on the CPU. Checked by hadolint (tests/test_containers.py); it was never
# built or run by those who wrote it.
#
#     docker build --tag meso:cpu .
#     docker run --rm --cap-drop ALL --security-opt no-new-privileges -p 127.0.0.1:8501:8501 meso:cpu
#
# There is no access code in front of the page: publish it on 127.0.0.1 only. What a container
# refuses to the process that decodes uploads is in the log, first thing (README, "In a container").
FROM python:3.12-slim

RUN useradd --create-home --uid 10001 meso
WORKDIR /app

COPY requirements*.txt requirements.lock ./
RUN pip install --no-cache-dir --compile -r requirements.txt -c requirements.lock

COPY pyproject.toml README.md LICENSE app.py ./
COPY .streamlit .streamlit
COPY weights weights
COPY docs/experiments docs/experiments
COPY meso meso
RUN pip install --no-cache-dir --no-deps --editable .

USER 10001:10001
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s CMD \
    ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["sh", "-c", "meso doctor; exec meso app --port 8501 -- --server.address=0.0.0.0 --server.headless=true"]
