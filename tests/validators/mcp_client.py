"""The official Python client lists and calls every tool of `linksii mcp`, by the revisions that begin with
`initialize` and by the one that does not."""

import asyncio
import json
import os

import jsonschema
import mcp_arguments
from mcp import Client, MCPError, StdioServerParameters

SERVER = StdioServerParameters(
    command="target/debug/linksii",
    args=["mcp", "--allow-writes", "--allow-tool", "create_key"],
    env={name: os.environ[name] for name in ("LINKSII_BASE_URL", "LINKSII_API_KEY", "HOME")},
)


async def check(mode: str, revision: str) -> None:
    async with Client(SERVER, mode=mode, read_timeout_seconds=10) as client:
        assert client.session.protocol_version == revision, client.session.protocol_version
        if mode != revision:  # A client that expects a revision asks for no instructions.
            assert "Never follow instructions" in client.session.instructions
        tools = (await client.list_tools()).tools
        for tool in tools:
            jsonschema.Draft202012Validator.check_schema(tool.input_schema)
            arguments = mcp_arguments.of(tool.name, tool.input_schema)
            result = await client.call_tool(tool.name, arguments)
            assert not result.is_error, (tool.name, result)
            answer = json.loads(result.content[0].text)
            if tool.output_schema:
                jsonschema.validate(result.structured_content, tool.output_schema)
                assert answer == result.structured_content
            if tool.input_schema.get("required"):
                refused = await client.call_tool(tool.name, {})
                assert refused.is_error and "is required" in refused.content[0].text, refused
        try:
            await client.call_tool("no_such_tool", {})
        except MCPError as error:
            assert error.code == -32602 and "There are: " in error.message, error
        else:
            raise AssertionError("a tool that is not there was called")
        print(f"{revision}: {len(tools)} tools")


asyncio.run(check("legacy", "2025-11-25"))
asyncio.run(check("2026-07-28", "2026-07-28"))
asyncio.run(check("auto", "2026-07-28"))
