"""python -m imaging.training restore --net plain|deformable --data DIR --out DIR

The same command again goes on where the last one was stopped. `tensorboard --logdir OUT` shows it.
"""

import argparse
import json
import signal
import sys
from dataclasses import asdict
from math import inf
from pathlib import Path

import torch

from imaging.restoration.task import RestoreTask
from imaging.training.log import TensorBoardLog
from imaging.training.loop import Run
from imaging.training.plan import Plan


def main() -> int:
    """Learn what the command line names; the outcome is printed as JSON and kept in --out."""
    arguments = parsed()
    torch.set_num_threads(arguments.threads)
    # Asked to stop, whichever way, it keeps where it is: the same command goes on from there.
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, signal.default_int_handler)
    plan = Plan(
        steps=arguments.steps,
        cpu_minutes=arguments.cpu_minutes,
        optimizer=arguments.optimizer,
        rate=arguments.rate,
        weight_decay=arguments.weight_decay,
        patience=arguments.patience,
        seed=arguments.seed,
        device=arguments.device,
        ahead=0 if arguments.device == "cpu" else 8,
    )
    task = RestoreTask(
        arguments.data, arguments.net, arguments.batch, arguments.dropout, arguments.seed
    )
    arguments.out.mkdir(parents=True, exist_ok=True)
    with TensorBoardLog(arguments.out / "logs") as log:
        outcome = Run(task, plan, arguments.out).train(log)
    said = json.dumps({"net": arguments.net, **asdict(plan), **asdict(outcome)}, indent=1)
    (arguments.out / "outcome.json").write_text(said)
    print(said)
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m imaging.training", description=__doc__)
    what = parser.add_subparsers(required=True)
    restore = what.add_parser("restore", help="denoise, undo JPEG, brighten: imaging.restoration")
    add = restore.add_argument
    add("--net", choices=["plain", "deformable"], default="plain")
    add("--data", type=Path, required=True, help="holds clothing/train/<class>/*.jpg")
    add("--out", type=Path, required=True)
    add("--steps", type=int, default=Plan.steps)
    add("--cpu-minutes", type=float, default=inf)
    add("--batch", type=int, default=8)
    add("--optimizer", choices=["adamw", "sgd"], default=Plan.optimizer)
    add("--rate", type=float, default=Plan.rate)
    add("--weight-decay", type=float, default=Plan.weight_decay)
    add("--dropout", type=float, default=0.0)
    add("--patience", type=int, default=Plan.patience)
    add("--seed", type=int, default=Plan.seed)
    add("--threads", type=int, default=torch.get_num_threads())
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
