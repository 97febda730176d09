#!/usr/bin/env python3
"""A Harbor with one proxy-cache project, as far as the router asks it: harbor.py LISTEN REGISTRY.

What it does not answer itself goes to the registry at REGISTRY (host:port) as it came. The account
`reader` with the password `reader` may pull from the project `hub`; nobody else may.
"""

import base64
import http.client
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROJECTS = [{"name": "hub", "registry_id": 1, "metadata": {"public": "false"}}]
REGISTRIES = [{"id": 1, "type": "docker-registry", "url": "https://hub.example"}]
READER = "Basic " + base64.b64encode(b"reader:reader").decode()
CHUNK = 1 << 16


class Harbor(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/api/v2.0/projects":
            self.answer(PROJECTS)
        elif path == "/api/v2.0/registries":
            self.answer(REGISTRIES)
        elif path == "/service/token":
            self.token()
        else:
            self.forward()

    do_HEAD = do_GET

    def token(self):
        if self.headers.get("Authorization") != READER:
            self.answer({}, 401)
            return
        access = [{"type": "repository", "name": "hub/any", "actions": ["pull"]}]
        claims = json.dumps({"access": access}).encode()
        payload = base64.urlsafe_b64encode(claims).decode().rstrip("=")
        self.answer({"token": f"e30.{payload}.c2ln"})

    def answer(self, body, status=200):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def forward(self):
        registry = http.client.HTTPConnection(sys.argv[2], timeout=60)
        fields = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        registry.request(self.command, self.path, headers=fields)
        reply = registry.getresponse()
        self.send_response(reply.status)
        for name, value in reply.getheaders():
            if name.lower() not in ("connection", "date", "server", "transfer-encoding"):
                self.send_header(name, value)
        self.end_headers()
        while chunk := reply.read(CHUNK):
            self.wfile.write(chunk)
        registry.close()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    host, port = sys.argv[1].rsplit(":", 1)
    ThreadingHTTPServer((host, int(port)), Harbor).serve_forever()
