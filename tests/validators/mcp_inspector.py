"""The official inspector's command line lists and calls every tool of `linksii mcp`."""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import mcp_arguments

SERVER = ["target/debug/linksii", "mcp", "--allow-writes", "--allow-tool", "create_key"]
KEPT = [f"{name}={os.environ[name]}" for name in ("LINKSII_BASE_URL", "LINKSII_API_KEY", "HOME")]


def inspect(*arguments: str) -> dict:
    command = ["tests/validators/node_modules/.bin/mcp-inspector", "--cli", *SERVER]
    for variable in KEPT:
        command += ["-e", variable]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    return json.loads(done.stdout)


def call(tool: dict) -> None:
    given = mcp_arguments.of(tool["name"], tool["inputSchema"])
    pairs = [f"{name}={json.dumps(value)}" for name, value in given.items()]
    pairs = ["--tool-arg", *pairs] if pairs else []
    result = inspect("--method", "tools/call", "--tool-name", tool["name"], *pairs)
    assert not result["isError"], (tool["name"], result)
    json.loads(result["content"][0]["text"])


# Schemas that some clients refuse are errors.
tools = inspect("--method", "tools/list", "--strict")["tools"]
with ThreadPoolExecutor(2) as pool:
    list(pool.map(call, tools))
print(f"{len(tools)} tools")
