#!/usr/bin/env python3
"""A TCP proxy between a client and a registry: it logs requests and cuts connections on demand.

Usage: tap.py LISTEN TARGET SOURCE FOLDER. It comes to TARGET from the address SOURCE. In FOLDER:

- `listening` appears once the port is open.
- `requests` gets a line `METHOD TARGET -> STATUS` per exchange of plain HTTP/1.1 (nothing for TLS).
- `cut`, written by a test, holds `download N` or `upload N`: the next connection to carry N bytes
  in that direction is closed at that byte, and the file is removed.

An exchange is recognised where a read begins with a request line or a status line. That is enough
for clients that do not pipeline, and none of ours does.
"""

import os
import re
import socket
import sys
import threading
from collections import deque

REQUEST = re.compile(rb"^(GET|HEAD|POST|PUT|PATCH|DELETE) (\S+) HTTP/1\.1\r\n")
STATUS = re.compile(rb"^HTTP/1\.1 ([2-5]\d\d)")


class Tap:
    def __init__(self, target, source, folder):
        self.target = target
        self.source = source
        self.cut_file = os.path.join(folder, "cut")
        self.requests = open(os.path.join(folder, "requests"), "a", buffering=1)
        self.lock = threading.Lock()

    def serve(self, client):
        try:
            server = socket.create_connection(self.target, source_address=(self.source, 0))
        except OSError as refused:
            print(f"tap: no connection to {self.target}: {refused}", file=sys.stderr)
            client.close()
            return
        pending = deque()
        pumps = [
            threading.Thread(target=self.pump, args=(client, server, "upload", pending)),
            threading.Thread(target=self.pump, args=(server, client, "download", pending)),
        ]
        for pump in pumps:
            pump.start()
        for pump in pumps:
            pump.join()
        client.close()
        server.close()

    def pump(self, source, sink, direction, pending):
        carried = 0
        try:
            while chunk := source.recv(65536):
                self.note(chunk, direction, pending)
                cut = self.take_cut(direction, carried + len(chunk))
                if cut is not None:
                    sink.sendall(chunk[: max(0, cut - carried)])
                    for end in (source, sink):
                        end.shutdown(socket.SHUT_RDWR)
                    return
                sink.sendall(chunk)
                carried += len(chunk)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            # One side went away: so does the other.
            for end in (source, sink):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def note(self, chunk, direction, pending):
        if direction == "upload" and (request := REQUEST.match(chunk)):
            pending.append(b" ".join(request.groups()).decode())
        elif direction == "download" and pending and (status := STATUS.match(chunk)):
            self.requests.write(f"{pending.popleft()} -> {status.group(1).decode()}\n")

    def take_cut(self, direction, carried):
        """The byte to cut at, if this connection is the one; only one connection ever is."""
        with self.lock:
            try:
                with open(self.cut_file) as wish:
                    wanted, at = wish.read().split()
            except FileNotFoundError:
                return None
            if wanted != direction or carried < int(at):
                return None
            os.remove(self.cut_file)
            return int(at)


def address(text):
    host, port = text.rsplit(":", 1)
    return host, int(port)


def main():
    listen, target, source, folder = sys.argv[1:]
    tap = Tap(address(target), source, folder)
    listener = socket.create_server(address(listen), backlog=128)
    open(os.path.join(folder, "listening"), "w").close()
    while True:
        client, _ = listener.accept()
        threading.Thread(target=tap.serve, args=(client,), daemon=True).start()


if __name__ == "__main__":
    main()
