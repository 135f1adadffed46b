"""Till over plain HTTP, with Python's standard library: calls, refusals, and a till of its own for each test."""

import json
import os
import unittest
import urllib.error
import urllib.request

TILL_URL = os.environ.get("TILL_URL", "http://localhost:8787").rstrip("/")


class Refused(Exception):
    """Till said no. `code` is the reason, `details` the data behind it; the message is a sentence for a shopper."""

    def __init__(self, status, problem):
        super().__init__(problem["detail"])
        self.status, self.code, self.details = status, problem["code"], problem["details"]


def call(method, url, body=None, token=None, idempotency_key=None):
    """Sends one request and returns the JSON of its answer. Raises Refused if Till says no."""
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    if idempotency_key is not None:
        headers["Idempotency-Key"] = idempotency_key
    data = json.dumps({} if body is None else body).encode() if method not in ("GET", "DELETE") else None
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            raise Refused(error.code, json.load(error)) from None


class TillTestCase(unittest.TestCase):
    """A test with a till of its own: products, stock, people, time. The till is deleted after the test."""

    def setUp(self):
        self.till = call("POST", f"{TILL_URL}/v1/sandbox/tills", {"name": self.id()[-100:]})
        self.addCleanup(call, "DELETE", f"{TILL_URL}/v1/sandbox/tills/{self.till['id']}")
        self.api = self.till["restUrl"]
        self.tokens = {person["id"]: person["token"] for person in self.till["people"]}

    def refused(self, code):
        """`with self.refused("OUT_OF_STOCK"):` Till refuses what is done inside, with this code."""
        return _Refusal(self, code)


class _Refusal:
    def __init__(self, case, code):
        self.case, self.code, self.error = case, code, None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _traceback):
        if error is None:
            self.case.fail(f"Expected {self.code}, and it was done.")
        if not isinstance(error, Refused):
            return False
        self.case.assertEqual(error.code, self.code, str(error))
        self.error = error
        return True
