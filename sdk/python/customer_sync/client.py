"""The client: `CustomerSyncClient(url, token).skills.enable("customer-sync", {...})` and the other calls."""

from __future__ import annotations

import json
import random
import time
import uuid
from http.client import HTTPException
from typing import Any, Callable, Mapping
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

RETRIES = 3
FIRST_WAIT_SECONDS = 0.25
LONGEST_WAIT_SECONDS = 20.0
TIMEOUT_SECONDS = 30.0
PASSING = frozenset({429, 502, 503, 504})

Json = dict[str, Any]


class CustomerSyncError(Exception):
    """What the API refused, in its own words (RFC 9457), or a call that got no answer (`status` 0)."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        self.status: int = problem.get("status", 0)
        self.type: str = problem.get("type", "about:blank")
        self.title: str = problem.get("title", "")
        self.detail: str = problem.get("detail", "")
        self.code: str | None = problem.get("code")
        self.errors: list[Json] = list(problem.get("errors", []))
        faults = [f"{e['path']}: {e['message']}" if e.get("path") else e["message"] for e in self.errors]
        super().__init__("; ".join(faults) or self.detail or self.title or "No answer")


class CustomerSyncClient:
    """One app and one shop: `url` is where the app runs, `token` an API token made in Settings (csb_...)."""

    def __init__(self, url: str, token: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        if not url or not token:
            raise ValueError("url and token are required")
        self._url = url.rstrip("/") + "/api/v1"
        self._token = token
        self._sleep = sleep
        self.skills = Skills(self)
        self.connection = Connection(self)

    def request(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """One call; returns the parsed body. A POST carries an idempotency key, so repeating it is safe."""
        return self.respond(method, path, body=body, query=query, headers=headers)[0]

    def respond(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[Any, Mapping[str, str]]:
        """The same, with the headers of the answer."""
        asked = {k: v for k, v in (query or {}).items() if v is not None}
        url = self._url + path + ("?" + urlencode(asked) if asked else "")
        sent = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if body is not None:
            sent["Content-Type"] = "application/json"
        if method == "POST":
            sent["Idempotency-Key"] = str(uuid.uuid4())
        sent.update(headers or {})
        data = None if body is None else json.dumps(body).encode()
        for attempt in range(RETRIES + 1):
            last = attempt == RETRIES
            try:
                with urlopen(Request(url, data, sent, method=method), timeout=TIMEOUT_SECONDS) as answer:
                    text = answer.read()
                    return (json.loads(text) if text else None), answer.headers
            except HTTPError as error:
                problem = _problem(error)
                if last or error.code not in PASSING:
                    raise CustomerSyncError(problem) from None
                self._sleep(_wait(attempt, error.headers.get("Retry-After")))
            except (URLError, HTTPException, OSError) as error:
                if last:
                    raise CustomerSyncError({"status": 0, "detail": f"{self._url} did not answer"}) from error
                self._sleep(_wait(attempt, None))
        raise AssertionError("unreachable")


class Connection:
    """The Brevo account of the shop."""

    def __init__(self, client: CustomerSyncClient) -> None:
        self._client = client

    def read(self) -> Json:
        return self._client.request("GET", "/connection")

    def connect(self, api_key: str) -> Json:
        return self._client.request("PUT", "/connection", body={"apiKey": api_key})

    def disconnect(self) -> None:
        self._client.request("DELETE", "/connection")


class Skills:
    """The skill `customer-sync`: its configuration, events, state, log and problems."""

    def __init__(self, client: CustomerSyncClient) -> None:
        self._client = client
        self.imports = Runs(client, "imports")
        self.reconciliations = Runs(client, "reconciliations")

    def configuration(self, skill: str) -> Json:
        return self._client.request("GET", _at(skill))

    def configure(self, skill: str, configuration: Mapping[str, Any]) -> Json:
        """Replaces the whole configuration (keys in snake_case or camelCase); what is left out takes its default."""
        return self._client.request("PUT", _at(skill), body=dict(configuration))

    def enable(self, skill: str, configuration: Mapping[str, Any] | None = None) -> Json:
        """Turns the skill on: with a configuration that replaces the stored one, or as it is."""
        return self._set_enabled(skill, True, configuration)

    def disable(self, skill: str) -> Json:
        return self._set_enabled(skill, False, None)

    def trigger(
        self,
        skill: str,
        event: str,
        data: Mapping[str, Any],
        *,
        timestamp: str | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> Json:
        body: Json = {"event": event, "data": dict(data)}
        if timestamp is not None:
            body["timestamp"] = timestamp
        if changes is not None:
            body["changes"] = dict(changes)
        return self._client.request("POST", _at(skill, "/trigger"), body=body)

    def status(self, skill: str, *, window: int | None = None) -> Json:
        return self._client.request("GET", _at(skill, "/status"), query={"window": window})

    def log(
        self,
        skill: str,
        *,
        customer: str | None = None,
        outcome: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Json:
        query = {"customer": customer, "outcome": outcome, "limit": limit, "cursor": cursor}
        return self._client.request("GET", _at(skill, "/log"), query=query)

    def problems(
        self, skill: str, *, cause: str | None = None, limit: int | None = None, cursor: str | None = None
    ) -> Json:
        query = {"cause": cause, "limit": limit, "cursor": cursor}
        return self._client.request("GET", _at(skill, "/problems"), query=query)

    def retry_problems(
        self, skill: str, *, ids: list[str] | None = None, cause: str | None = None, all: bool = False
    ) -> Json:
        body = {"ids": ids} if ids is not None else {"cause": cause} if cause is not None else {"all": all}
        return self._client.request("POST", _at(skill, "/problems/retry"), body=body)

    def _set_enabled(self, skill: str, enabled: bool, configuration: Mapping[str, Any] | None) -> Json:
        if configuration is not None:
            return self.configure(skill, {**configuration, "enabled": enabled})
        for attempt in range(RETRIES + 1):
            stored, headers = self._client.respond("GET", _at(skill))
            try:
                return self._client.request(
                    "PUT",
                    _at(skill),
                    body={**stored, "enabled": enabled},
                    headers={"If-Match": headers.get("ETag") or "*"},
                )
            except CustomerSyncError as error:
                # Somebody saved in between: once more on what they saved.
                if error.status != 412 or attempt == RETRIES:
                    raise
        raise AssertionError("unreachable")


class Runs:
    """Imports, or reconciliations."""

    def __init__(self, client: CustomerSyncClient, plural: str) -> None:
        self._client = client
        self._plural = plural

    def start(self, skill: str, *, dry_run: bool = False) -> Json:
        body = {"dryRun": True} if dry_run else {}
        return self._client.request("POST", _at(skill, f"/{self._plural}"), body=body)

    def read(self, skill: str, run_id: str) -> Json:
        return self._client.request("GET", _at(skill, f"/{self._plural}/{quote(run_id, safe='')}"))


def _at(skill: str, rest: str = "") -> str:
    return f"/skills/{quote(skill, safe='')}{rest}"


def _wait(attempt: int, retry_after: str | None) -> float:
    own = FIRST_WAIT_SECONDS * 2**attempt * (0.5 + random.random() / 2)
    asked = float(retry_after) if retry_after and retry_after.isdigit() else 0.0
    return min(LONGEST_WAIT_SECONDS, max(own, asked))


def _problem(error: HTTPError) -> Json:
    try:
        return {**json.loads(error.read()), "status": error.code}
    except (ValueError, TypeError):
        return {"status": error.code, "detail": f"Answered {error.code}"}
