"""Publishes a site that has an embargoed paper, to a folder and to S3 (moto), and looks for it in every body that was sent, those
compressed with gzip and brotli decompressed.

Usage: embargo.py PROGRAM. In: the program; for S3, built with the feature `object-storage`, without which only the folder is tried.
Out: a line for each destination; exit 1 at the first secret. Never: a search that can't find: after the embargo all must be there.
"""

import gzip
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import brotli

PROGRAM = Path(sys.argv[1]).resolve()
BEFORE, AFTER = "2026-05-31T23:59:59Z", "2026-06-01T00:00:00Z"
SECRETS = ["zqtitle", "zqsummary", "zqwords", "zqcell", "zqtopic", "zqauthor", "zqslug", "zqfigure"]
BUCKET = "papers"


def write(site):
    """An open paper, and one that has a word of its own in each part."""
    files = {
        "site.toml": 'title = "Institute"\nbase_url = "https://example.org/"\n[hosting]\nfiles = ["_headers", "_redirects"]\n',
        "index.md": '+++\ntitle = "Institute"\n+++\nPapers.\n',
        "papers/open.md": '+++\ntitle = "Open"\ndate = 2026-01-01\ntopics = ["Cities"]\n+++\nSee [the other](zqslug/index.md).\n' + "\nWords.\n" * 200,
        "papers/zqslug/index.md": '+++\ntitle = "Zqtitle"\nsummary = "Zqsummary"\ndate = 2026-01-02\nauthors = ["Zqauthor"]\n'
        'topics = ["Cities", "Zqtopic"]\naliases = ["/papers/zqslug-old/"]\nembargo = 2026-06-01T00:00:00Z\n+++\n'
        + "Zqwords here.\n\n" * 200
        + '![A chart.](zqfigure.csv "Caption"){#fig-a chart=bar}\n',
        "papers/zqslug/zqfigure.csv": "year,zqcell\n2020,1\n2021,2\n",
    }
    for path, text in files.items():
        (site / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (site / "content" / path).write_text(text)


def run(site, now, destination, environment, options):
    build = ["build", site, "--now", now, "--quiet", "--out", site / "public"]
    for arguments in (build, ["publish", destination, site, "--no-build", "--out", site / "public", *options]):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, env=environment)
        if done.returncode:
            return done.stdout + done.stderr
    return None


def opened(bodies):
    """The bodies by name, each as it is read; how many were compressed, by form."""
    forms, read = {}, {}
    for name, (form, body) in bodies.items():
        forms[form] = forms.get(form, 0) + 1
        read[name] = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}[form](body)
    return read, forms


def found(bodies):
    read, forms = opened(bodies)
    text = b"\n".join(name.encode() + b"\n" + body for name, body in read.items()).lower()
    return {secret for secret in SECRETS if secret.encode() in text}, forms, len(read)


def audit(name, site, destination, bodies, environment, compressed, options=()):
    options = ["--compress", ",".join(compressed), *options]
    for now, expected in ((BEFORE, set()), (AFTER, set(SECRETS)), (BEFORE, set())):
        said = run(site, now, destination, environment, options)
        assert said is None, said
        secrets, forms, count = found(bodies())
        assert secrets == expected, f"{name}, {now}: {secrets ^ expected}"
        assert all(forms.get(form, 0) > 5 for form in compressed), f"{name}: {forms}"
    print(f"{name}: no secret in {count} bodies, {forms}; after the embargo all were there")


def in_folder(folder):
    form = {".gz": "gzip", ".br": "br"}
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (form.get(path.suffix, ""), path.read_bytes()) for path in files}


def in_bucket(client):
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    bodies = {}
    for key in (item["Key"] for page in pages for item in page.get("Contents", [])):
        item = client.get_object(Bucket=BUCKET, Key=key)
        bodies[key] = (item.get("ContentEncoding", ""), item["Body"].read())
    return bodies


def main():
    own = {**os.environ, "NO_COLOR": "1"}
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "site"
        write(site)
        www = Path(name) / "www"
        audit("a folder", site, www, lambda: in_folder(www), own, ["gzip", "br"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([Path(sys.executable).parent / "moto_server", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        bucket(port, own)
    finally:
        server.terminate()
        server.wait()


def bucket(port, own):
    import boto3

    keys = {"AWS_ACCESS_KEY_ID": "audit", "AWS_SECRET_ACCESS_KEY": "audit", "AWS_REGION": "us-east-1"}
    client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1", aws_access_key_id="audit", aws_secret_access_key="audit")
    while True:
        try:
            client.create_bucket(Bucket=BUCKET)
            break
        except Exception as error:
            if "Could not connect" not in str(error):
                raise
            time.sleep(0.2)
    environment, options = {**own, **keys}, ["--endpoint", f"http://127.0.0.1:{port}"]
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "site"
        write(site)
        destination = f"s3://{BUCKET}"
        said = run(site, BEFORE, destination, environment, options)
        if said and "without object storage" in said:
            print("passed over: S3, since this program was built without object storage")
            return
        assert said is None, said
        audit("S3", site, destination, lambda: in_bucket(client), environment, ["gzip"], options)


main()
