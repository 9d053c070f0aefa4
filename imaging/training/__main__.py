"""python -m imaging.training restore --net plain|deformable --data DIR --out DIR
python -m imaging.training judge --data DIR --out DIR
python -m imaging.training heads --data DIR --out DIR
python -m imaging.training negatives --data DIR --icons DIR [DIR …] --out DIR/something-else

The same command again goes on where the last one was stopped. `tensorboard --logdir OUT` shows it.
"""

import argparse
import json
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from math import inf
from pathlib import Path

import torch

from imaging.attributes.sight.negatives import draw
from imaging.attributes.sight.task import HeadsTask
from imaging.restoration.judging import JudgeTask
from imaging.restoration.task import RestoreTask
from imaging.training.log import TensorBoardLog
from imaging.training.loop import Run
from imaging.training.plan import Plan
from imaging.training.task import Task


def main() -> int:
    """Learn what the command line names; the outcome is printed as JSON and kept in --out."""
    arguments = parsed()
    if arguments.name == "negatives":
        print(draw(arguments.data, arguments.icons, arguments.out, arguments.seed), "pictures")
        return 0
    torch.set_num_threads(arguments.threads)
    # Asked to stop, whichever way, it keeps where it is: the same command goes on from there.
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, signal.default_int_handler)
    plan = plan_of(arguments)
    arguments.out.mkdir(parents=True, exist_ok=True)
    with TensorBoardLog(arguments.out / "logs") as log:
        outcome = Run(arguments.task(arguments), plan, arguments.out).train(log)
    said = json.dumps({"task": arguments.name, **asdict(plan), **asdict(outcome)}, indent=1)
    (arguments.out / "outcome.json").write_text(said)
    print(said)
    return 0


def plan_of(arguments: argparse.Namespace) -> Plan:
    """The plan that the command line asks for."""
    return Plan(
        steps=arguments.steps,
        cpu_minutes=arguments.cpu_minutes,
        optimizer=arguments.optimizer,
        rate=arguments.rate,
        weight_decay=arguments.weight_decay,
        patience=arguments.patience,
        seed=arguments.seed,
        device=arguments.device,
        half=arguments.half,
        ahead=0 if arguments.device == "cpu" else 8,
    )


def restore_task(arguments: argparse.Namespace) -> Task:
    given = arguments.data, arguments.net, arguments.batch, arguments.dropout, arguments.seed
    return RestoreTask(*given, start=arguments.start)


def judge_task(arguments: argparse.Namespace) -> Task:
    return JudgeTask(arguments.data, arguments.batch, arguments.dropout, arguments.seed)


def heads_task(arguments: argparse.Namespace) -> Task:
    given = arguments.data, arguments.out, arguments.batch, arguments.dropout, arguments.seed
    return HeadsTask(*given)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m imaging.training", description=__doc__)
    tasks = parser.add_subparsers(required=True, dest="name")
    restore = tasks.add_parser("restore", help="noise, JPEG and lens undone: a U-Net")
    restore.add_argument("--net", choices=["plain", "deformable"], default="plain")
    restore.add_argument("--start", type=Path, help="weights to begin with, of the same net")
    common(restore, restore_task, batch=8)
    judge = tasks.add_parser("judge", help="how dark and how damaged a photo is: a few numbers")
    common(judge, judge_task, batch=128)
    heads = tasks.add_parser("heads", help="category, pattern, material, sleeves, length")
    common(heads, heads_task, batch=128)
    negatives = tasks.add_parser("negatives", help="draws what is no clothing, for heads")
    negatives.add_argument("--data", type=Path, required=True, help="holds clothing/train")
    negatives.add_argument("--icons", type=Path, nargs="+", required=True, help="PNG, WebP")
    negatives.add_argument(
        "--out", type=Path, required=True, help="something-else, beside clothing"
    )
    negatives.add_argument("--seed", type=int, default=Plan.seed)
    return parser.parse_args()


def common(
    parser: argparse.ArgumentParser, task: Callable[[argparse.Namespace], Task], *, batch: int
) -> None:
    """What every task can be told."""
    parser.set_defaults(task=task)
    add = parser.add_argument
    add("--data", type=Path, required=True, help="holds clothing/train/<class>/*.jpg")
    add("--out", type=Path, required=True)
    add("--steps", type=int, default=Plan.steps)
    add("--cpu-minutes", type=float, default=inf)
    add("--batch", type=int, default=batch)
    add("--optimizer", choices=["adamw", "sgd"], default=Plan.optimizer)
    add("--rate", type=float, default=Plan.rate)
    add("--weight-decay", type=float, default=Plan.weight_decay)
    add("--dropout", type=float, default=0.0)
    add("--patience", type=int, default=Plan.patience)
    add("--seed", type=int, default=Plan.seed)
    add("--half", action=argparse.BooleanOptionalAction, default=Plan.half, help="bfloat16")
    add("--threads", type=int, default=torch.get_num_threads())
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")


if __name__ == "__main__":
    sys.exit(main())
