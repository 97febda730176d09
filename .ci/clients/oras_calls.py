"""What oras.sh asks of the oras library, one call per run: oras_calls.py CALL ARGUMENT..."""

import os
import sys

import oras.oci
import oras.provider

CHUNK_BYTES = 1 << 20


def connect():
    registry = oras.provider.Registry(
        hostname=os.environ["REGISTRY"],
        insecure=os.environ["SCHEME"] == "http",
        tls_verify=os.environ.get("CA") or True,
        auth_backend=os.environ["ORAS_AUTH"],
    )
    registry.auth.set_basic_auth(os.environ["REGISTRY_USER"], os.environ["REGISTRY_PASSWORD"])
    return registry


def push(registry, target, *files):
    registry.push(target, files=list(files))


def push_in_chunks(registry, target, *files):
    registry.push(target, files=list(files), do_chunked=True, chunk_size=CHUNK_BYTES)


def attach(registry, subject, target, *files):
    head = registry.do_request(
        f"{registry.prefix}://{registry.get_container(subject).manifest_url()}",
        "HEAD",
        headers={"Accept": "application/vnd.oci.image.manifest.v1+json"},
    )
    head.raise_for_status()
    described = oras.oci.Subject(
        mediaType=head.headers["Content-Type"],
        digest=head.headers["Docker-Content-Digest"],
        size=int(head.headers["Content-Length"]),
    )
    answer = registry.push(target, files=list(files), subject=described)
    answered = answer.headers.get("OCI-Subject")
    if answered != described.digest:
        sys.exit(f"expected OCI-Subject {described.digest}, got {answered}")


def pull(registry, target, folder):
    registry.pull(target, outdir=folder)


def tags(registry, name):
    print("\n".join(registry.get_tags(name)))


def delete(registry, name, tag):
    if not registry.delete_tag(name, tag):
        sys.exit(f"no tag {tag} in {name}")


CALLS = {
    "push": push,
    "push-in-chunks": push_in_chunks,
    "attach": attach,
    "pull": pull,
    "tags": tags,
    "delete": delete,
}

if __name__ == "__main__":
    CALLS[sys.argv[1]](connect(), *sys.argv[2:])
