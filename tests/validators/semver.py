"""Compares the verdicts of `cargo xtask diff` with the public items of the crates that are generated.

For each change in codegen/tests/compare.yaml the client is generated in a copy of the workspace, and
its public items are listed by cargo-public-api: where one is gone or changed, the change has to be called
breaking; where there are only new ones, additive; where all are the same, additive, docs only or nothing, as the
same call may behave differently.

By hand, as it takes minutes and a nightly toolchain:

    cargo install cargo-public-api --version 0.52.0 --locked
    target/validators/bin/python tests/validators/semver.py
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SPEC = (ROOT / "spec/linksii.yaml").read_text()
ALLOWED = {"breaking": {"breaking"}, "additive": {"additive"}, "same": {"additive", "docs only", None}}


def run(*command, **options):
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, **options).stdout


def items(workspace):
    """The public items of the client, without what every type has."""
    target = {**os.environ, "CARGO_TARGET_DIR": str(ROOT / "target/semver")}
    listed = run("cargo", "public-api", "--package", "linksii-api", "-sss", cwd=workspace, env=target)
    return set(listed.splitlines())


def public(before, after):
    if before - after:
        return "breaking"
    return "additive" if after - before else "same"


def main():
    differing = 0
    with tempfile.TemporaryDirectory() as directory:
        workspace = Path(directory)
        ignored = shutil.ignore_patterns("target", "node_modules", ".*")
        shutil.copytree(ROOT, workspace, ignore=ignored, dirs_exist_ok=True)
        before = items(workspace)
        spec = workspace / "spec/linksii.yaml"
        generated = workspace / "linksii-api/src/generated"
        for case in yaml.safe_load((ROOT / "codegen/tests/compare.yaml").read_text()):
            text = SPEC
            for change in case["changes"]:
                text = text.replace(change["old"], change["new"])
            spec.write_text(text)
            files = ("--spec", str(spec))
            diff = run("cargo", "xtask", "diff", *files, "--format", "json", "spec/linksii.yaml", cwd=ROOT)
            verdict = json.loads(diff)["step"]
            run("cargo", "xtask", "generate", *files, "--out", str(generated), cwd=ROOT)
            shown = public(before, items(workspace))
            agrees = verdict in ALLOWED[shown]
            differing += not agrees
            print(f"{'agrees ' if agrees else 'DIFFERS'} {case['name']}: {verdict}, items {shown}", flush=True)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
