"""What docs/cluster.md tells a reader to type is understood."""

import re
import shlex
import subprocess

import pytest
import yaml
from grading import ROOT

from autograder import cli

TEXT = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", TEXT, re.DOTALL)


def commands():
    """The words of each `autograder` command in the page's blocks."""
    for _, text in BLOCKS:
        for line in text.replace("exec autograder", "; autograder").splitlines():
            found = re.search(r"(?:^|[;&|] *|srun \S+ )(autograder .*)", line)
            if found:
                line = re.sub(r"\$\(hostname\)|\$SLURM_ARRAY_TASK_ID", "1", found[1])
                words = shlex.split(line.split('"]')[0].rstrip("& "), comments=True)
                yield words[1:]


def test_the_commands_are_ours():
    found = list(commands())
    assert {words[0] for words in found} == {"scheduler", "worker", "grade", "merge"}
    assert len(found) >= 12
    for words in found:
        cli._parser().parse_args(words)


def test_the_manifests_are_those_of_one_scheduler_and_its_workers():
    [text] = [text for kind, text in BLOCKS if kind == "yaml"]
    service, *deployments = yaml.safe_load_all(text)
    assert service["spec"]["selector"] == {"app": "scheduler"}
    assert [each["metadata"]["name"] for each in deployments] == ["scheduler", "worker"]
    for each in deployments:
        spec = each["spec"]
        assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
        [container] = spec["template"]["spec"]["containers"]
        names = {volume["name"] for volume in spec["template"]["spec"]["volumes"]}
        assert {mount["name"] for mount in container["volumeMounts"]} == names


@pytest.mark.parametrize("text", [text for kind, text in BLOCKS if kind == "sh"])
def test_the_scripts_are_shell(text):
    done = subprocess.run(["sh", "-n"], input=text, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
