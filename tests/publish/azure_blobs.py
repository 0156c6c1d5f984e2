"""Publishes small built sites with the real program to Azurite, which is Azure's storage for a machine of one's own.

Usage: azure_blobs.py PROGRAM AZURITE [--long]. In: the program, built with the feature `object-storage`, and what starts Azurite's blobs.
Out: a line for each case; exit 1 at the first that fails. Never: another port than Azurite's own, where the program looks for it.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from azure.core.exceptions import AzureError
from azure.storage.blob import ContainerClient, ContentSettings

import run

PORT = 10000
# Azurite has one account; its name and key are no secrets, and stand in its manual.
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


class Container:
    name = "azure"
    destination, options = "az://papers/site", ()

    def __init__(self):
        address = f"http://127.0.0.1:{PORT}/{ACCOUNT}"
        self.client = ContainerClient(address, "papers", credential={"account_name": ACCOUNT, "account_key": KEY})

    def begin(self):
        for _ in range(200):
            try:
                return self.client.create_container()
            except AzureError:
                time.sleep(0.1)
        return self.client.create_container()

    def files(self):
        names = [blob.name for blob in self.client.list_blobs(name_starts_with="site/")]
        return {name.removeprefix("site/"): self.client.download_blob(name).readall() for name in names}

    def put(self, path, body):
        settings = ContentSettings(content_type="text/plain")
        self.client.upload_blob(f"site/{path}", body, overwrite=True, content_settings=settings)

    def killed(self, built, count):
        """Runs for about as long as it takes to send `count` files, then kills."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(run.command(built, self.destination), env=run.environment(), **quiet)
        time.sleep(0.02 + count * random.random() * 0.01)
        process.kill()
        process.wait()
        # What it had begun to send may still be put in its place.
        time.sleep(0.3)


def headers(place, built):
    files = run.site(built, 1)
    run.publish(built, place.destination, "--compress", "gzip")
    for path, kind, cache, coding in [
        ("index.html", "text/html; charset=utf-8", "public, max-age=0, must-revalidate", "gzip"),
        ("assets/site.00000001.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable", "gzip"),
        ("feed.json", "application/feed+json", "public, max-age=0, must-revalidate", None),
    ]:
        blob = place.client.get_blob_client(f"site/{path}")
        found = blob.get_blob_properties().content_settings
        assert (found.content_type, found.cache_control, found.content_encoding) == (kind, cache, coding), (path, found)
        if coding is None:
            assert blob.download_blob().readall() == files[path], path
    run.said(place, "types, caching and encodings are as they should be")


def refusals(place, built):
    run.site(built, 40)
    place.put("papers/p69/index.html", b"another site")
    out = run.publish(built, place.destination, code=2)
    assert "did not send" in out and "papers/p69/index.html" in out, out
    run.publish(built, place.destination, "--take-over")
    out = run.publish(built, "az://nowhere/x", code=2)
    assert "there is no `az://nowhere`" in out, out
    run.said(place, "a file in the way is refused unless it is taken over, and so is a container that is not there")


def main():
    with tempfile.TemporaryDirectory() as folder:
        data, built = Path(folder) / "data", Path(folder) / "public"
        command = [sys.argv[2], "--silent", "--location", data, "--blobPort", str(PORT), "--skipApiVersionCheck", "--disableTelemetry"]
        azurite = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            place = Container()
            place.begin()
            run.sends_once(place, built)
            run.sends_changes(place, built)
            run.survives_kills(place, built)
            headers(place, built)
            refusals(place, built)
        finally:
            azurite.kill()
            azurite.wait()
    print("no fault in publishing to Azure")


if __name__ == "__main__":
    main()
