"""Every variable is explained, every command line of the documents exists."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
NAME = r"(?:STUDIO_[A-Z0-9_]+|DATABASE_URL)\b"


def read(name: str) -> str:
    return (ROOT / name).read_text()


def variables_of_the_code() -> set[str]:
    sources = [*ROOT.glob("studio/**/*.py"), *ROOT.glob("imaging/**/*.py")]
    return {name for path in sources for name in re.findall(rf'\(\s*"({NAME})"', path.read_text())}


def test_every_variable_the_code_reads_has_its_row_and_no_row_is_made_up():
    table = re.findall(rf"^\| (`{NAME}`(?:, `{NAME}`)*) \|", read("docs/operations.md"), re.M)
    documented = {name for cell in table for name in re.findall(NAME, cell)}

    assert documented == variables_of_the_code()


def test_the_example_environment_names_only_variables_somebody_reads():
    named = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", read(".env.example"), re.M))
    compose = set(re.findall(r"\$\{([A-Z0-9_]+)", read("compose.yaml")))

    assert named <= variables_of_the_code() | compose
    assert compose <= named


def test_every_make_target_that_documents_name_exists():
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.M))
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    named = {name for path in documents for name in re.findall(r"`make ([a-z]+)", path.read_text())}

    assert named <= targets


def test_compose_has_every_queue_a_worker():
    services = yaml.safe_load(read("compose.yaml"))["services"]
    commands = [service.get("command") or [] for service in services.values()]
    queues = {line[line.index("--queues") + 1] for line in commands if "--queues" in line}

    assert queues == {"cpu", "gpu", "more", "later", "fetch", "catalog"}
    assert services["worker-gpu"]["profiles"] == ["gpu"]
