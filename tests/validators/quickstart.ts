// The quickstart's steps, by a client that @hey-api/openapi-ts made from the spec.

import assert from "node:assert/strict";
import {
  createCompetitor,
  createKey,
  listCompetitors,
  listTracking,
  listWorkspaces,
} from "../../target/validators/typescript/client/index.js";
import { createClient } from "../../target/validators/typescript/client/client/index.js";

const baseUrl = process.env["LINKSII_BASE_URL"]!;
const client = (auth: string) => createClient({ auth, baseUrl });

async function main() {
  // Get your API key.
  const created = await createKey({
    client: client(process.env["LINKSII_API_KEY"]!),
    body: { name: "My Integration" },
    throwOnError: true,
  });
  assert.equal(created.data.data.id, "key_01HXYZ");
  assert.equal(created.data.data.last_used_at, null);
  const linksii = client(created.data.data.key);

  // First request, and its reply.
  const workspaces = await listWorkspaces({ client: linksii, throwOnError: true });
  assert.deepEqual(workspaces.data.meta, { total: 1, limit: 20, offset: 0 });
  assert.equal(workspaces.response.headers.get("X-RateLimit-Remaining"), "99");
  const workspace = workspaces.data.data[0]!;
  assert.equal(workspace.id, "ws_01HXYZ");

  // Tracking results.
  const query = { workspace_id: workspace.id, limit: 5 };
  const runs = await listTracking({ client: linksii, query, throwOnError: true });
  assert.deepEqual(
    runs.data.data.map((run) => [run.platform, run.score, run.mention_count]),
    [["chatgpt", 72, 14], ["claude", 68, 11]],
  );

  // Errors.
  const refused = await listWorkspaces({ client: client("lnk_wrong") });
  assert.equal(refused.response?.status, 401);
  assert.deepEqual(refused.error, {
    error: "Unauthorized — invalid or missing API key",
    status: 401,
  });

  // What is created is listed.
  const competitor = await createCompetitor({
    client: linksii,
    body: { workspace_id: workspace.id, name: "Notion", domain: "notion.so" },
    throwOnError: true,
  });
  const listed = await listCompetitors({
    client: linksii,
    query: { workspace_id: workspace.id },
    throwOnError: true,
  });
  assert.deepEqual(listed.data.data.at(-1), competitor.data.data);
}

void main().then(() => console.log("the TypeScript client made all calls of the quickstart"));
