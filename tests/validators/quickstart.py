"""The quickstart's steps, by a client that openapi-python-client made from the spec."""

import os

from linksii_client import AuthenticatedClient
from linksii_client.api.competitors import create_competitor, list_competitors
from linksii_client.api.keys import create_key
from linksii_client.api.tracking import list_tracking
from linksii_client.api.workspaces import list_workspaces
from linksii_client.models import NewCompetitor, NewKey


def client(key: str) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=os.environ["LINKSII_BASE_URL"], token=key)


def main() -> None:
    # Get your API key.
    created = create_key.sync(
        client=client(os.environ["LINKSII_API_KEY"]), body=NewKey(name="My Integration")
    ).data
    assert created.id == "key_01HXYZ" and created.last_used_at is None, created
    linksii = client(created.key)

    # First request, and its reply.
    reply = list_workspaces.sync_detailed(client=linksii)
    assert int(reply.headers["X-RateLimit-Remaining"]) == 99, reply
    page = reply.parsed
    assert (page.meta.total, page.meta.limit, page.meta.offset) == (1, 20, 0), page
    workspace = page.data[0]
    assert (workspace.id, workspace.plan) == ("ws_01HXYZ", "enterprise"), workspace

    # Tracking results.
    page = list_tracking.sync(client=linksii, workspace_id=workspace.id, limit=5)
    found = [(run.platform, run.score, run.mention_count) for run in page.data]
    assert found == [("chatgpt", 72, 14), ("claude", 68, 11)], found
    assert page.data[0].ran_at.isoformat() == "2025-06-01T08:00:00+00:00", page

    # Errors.
    refused = list_workspaces.sync(client=client("lnk_wrong"))
    assert refused.error == "Unauthorized — invalid or missing API key", refused
    assert refused.status == 401, refused

    # What is created is listed.
    body = NewCompetitor(workspace_id=workspace.id, name="Notion", domain="notion.so")
    competitor = create_competitor.sync(client=linksii, body=body).data
    assert competitor.logo_url, competitor
    listed = list_competitors.sync(client=linksii, workspace_id=workspace.id)
    assert listed.data[-1] == competitor, listed


if __name__ == "__main__":
    main()
    print("the Python client made all calls of the quickstart")
