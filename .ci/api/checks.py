"""What every script of calls shares: clients for callers, checks, and how a refusal looks.

A check is a function; its name is the sentence that it proves. A file of checks ends with `run()`.
"""

import base64
import os
import sys
import time
import traceback
import urllib.error
import urllib.request

import harbor_client
from harbor_client.exceptions import ApiException

ADMIN = (os.environ["REGISTRY_USER"], os.environ["REGISTRY_PASSWORD"])
SUBJECT = os.environ["SUBJECT"]
URL = os.environ["URL"]
PASSWORD = "Correct-Horse-7"

_checks = []


def check(function):
    _checks.append(function)
    return function


class Caller:
    """Calls operations as somebody; `caller.user` is the client for the tag "user"."""

    def __init__(self, login=None):
        name, password = login or (None, None)
        configuration = harbor_client.Configuration(
            host=URL + "/api/v2.0", username=name, password=password
        )
        configuration.retries = False
        self._client = harbor_client.ApiClient(configuration)

    def __getattr__(self, tag):
        words = {"systeminfo": "Systeminfo", "cve": "SystemCVEAllowlist"}
        name = words.get(tag) or "".join(part.capitalize() for part in tag.split("_"))
        return getattr(harbor_client, name + "Api")(self._client)


admin = Caller(ADMIN)
nobody = Caller()


def refused(status, operation, *arguments, **named):
    """The call must fail with this status and an error body as Harbor's; gives the message."""
    try:
        answer = operation(*arguments, **named)
    except ApiException as failure:
        assert failure.status == status, f"expected {status}, got {failure.status}: {failure.body}"
        if failure.body and failure.data is not None and hasattr(failure.data, "errors"):
            error = failure.data.errors[0]
            assert error.code and error.message, failure.body
            return error.message
        return failure.body
    raise AssertionError(f"should have been refused with {status}, but: {answer}")


def allowed(operation, *arguments, **named):
    """The call must succeed; gives the answer with its status and headers."""
    return getattr(operation.__self__, operation.__name__ + "_with_http_info")(*arguments, **named)


def number_in(answer):
    """The number of what was made, from the answer's Location."""
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def make_user(name, password=PASSWORD):
    """A user who may log in; gives the number and the caller."""
    made = allowed(
        admin.user.create_user,
        harbor_client.UserCreationReq(
            username=name, password=password, realname=name, email=name + "@example.com"
        ),
    )
    return number_in(made), Caller((name, password))


def registry_status(path, login=None, method="GET"):
    """The status that `/v2` answers, with Basic credentials."""
    request = urllib.request.Request(URL + path, method=method)
    if login:
        word = base64.b64encode(":".join(login).encode()).decode()
        request.add_header("Authorization", "Basic " + word)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as failure:
        return failure.code


def run():
    failed = 0
    with open(os.environ["RESULTS"], "a", encoding="utf-8") as results:
        for function in _checks:
            sentence = function.__name__.replace("_", " ")
            started = time.monotonic()
            try:
                function()
                outcome = "passed"
            except Exception:  # pylint: disable=broad-except
                outcome = "failed"
                failed += 1
                traceback.print_exc()
            took = time.monotonic() - started
            results.write(f"{SUBJECT}\t{sentence}\t{outcome}\t{took:.1f}\n")
            print(f"{time.strftime('%H:%M:%S')}  {SUBJECT:<11} {sentence} ... {outcome} ({took:.1f} s)")
    sys.exit(1 if failed else 0)
