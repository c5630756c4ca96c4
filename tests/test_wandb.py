"""Runs handed on to the real wandb, offline; its own file is read back record by record."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from commands import unstuck
from unstuck.runs import Run, read_run
from unstuck.runs.rows import baseline_line, placed_epochs

# Not imported here: it runs in processes of its own, whose warnings are wandb's business.
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("wandb") is None, reason="the export is optional: pip install 'unstuck[wandb]'"
)

RECIPE = {"loss": "mse", "optimizer": {"class_name": "Adam", "config": {"learning_rate": 0.001}}, "batch_size": 32}
BASELINE = {"train": {"class": "not five", "share": 0.9097}, "validation": {"class": "not five", "share": 0.9108}}
# wandb's file: a header of 7 bytes, then protobuf records in LevelDB's log format, blocks of 32 KiB with pieces of a
# 7-byte header (checksum, length, kind: 1 whole, 2 first, 3 middle, 4 last) each.
READ = """
import json, struct, sys
from wandb.proto import wandb_internal_pb2 as pb

def records(data, at=7):
    whole = b""
    while at + 7 <= len(data):
        if 32768 - at % 32768 < 7:
            at += 32768 - at % 32768
            continue
        _, length, kind = struct.unpack_from("<IHB", data, at)
        whole += data[at + 7 : at + 7 + length]
        at += 7 + length
        if kind in (1, 4):
            yield whole
            whole = b""

found = {"config": {}, "summary": {}, "history": []}
items = lambda changes: {i.key or ".".join(i.nested_key): json.loads(i.value_json) for i in changes}
for data in records(open(sys.argv[1], "rb").read()):
    record = pb.Record()
    record.ParseFromString(data)
    kind = record.WhichOneof("record_type")
    if kind == "run":
        found.update(id=record.run.run_id, name=record.run.display_name, project=record.run.project)
        found["config"] |= items(record.run.config.update)
    elif kind == "config":
        found["config"] |= items(record.config.update)
    elif kind == "summary":
        found["summary"] |= items(record.summary.update)
    elif kind == "history":
        found["history"].append(items(record.history.item))
print(json.dumps(found))
"""


def read_back(folder: Path) -> dict:
    (file,) = folder.glob("*.wandb")
    done = subprocess.run([sys.executable, "-c", READ, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_run_is_handed_on_whole(tmp_path):
    run = Run.create("five", RECIPE, root=tmp_path / "runs", baseline=BASELINE)
    for epoch in (1, 2, 3):
        logs = {"loss": 1 / epoch, "val_accuracy": 0.9 + epoch / 100}
        run.append(epoch, logs, {"loss": [2 / epoch, 1 / epoch]}, 0.5)
    run.write_findings([{"check": "unscaled_inputs", "fault": "input_scaling", "cause": "Raw pixels."}])
    run.finish("finished")
    network = {"HTTPS_PROXY": "http://127.0.0.1:9", "WANDB_API_KEY": ""}  # whoever goes out is refused
    done = unstuck("runs", "export", "wandb", "latest", "--json", "out.json", folder=tmp_path, env=network)
    assert done.returncode == 0, done.stderr
    folders = [tmp_path / name for name in json.loads((tmp_path / "out.json").read_text())]
    assert f"wandb sync {folders[0].relative_to(tmp_path)}" in done.stdout
    record = read_run(run.path)
    found, line = (read_back(folder) for folder in folders)
    assert (found["id"], found["project"]) == (run.id, "unstuck")
    assert found["config"]["learning_rate"] == 0.001
    assert found["config"]["status"] == "finished"
    assert found["summary"]["findings"] == ["input_scaling: Raw pixels."]
    ends = [row for row in found["history"] if "val_accuracy" in row]
    assert [(row["loss"], row["val_accuracy"], row["epoch"]) for row in ends] == [
        (epoch.logs["loss"], epoch.logs["val_accuracy"], epoch.epoch) for epoch in record.epochs
    ]
    steps = [row["steps/loss"] for row in found["history"] if "steps/loss" in row]
    assert steps == record.steps()["loss"]
    times = [epoch.end for epoch in placed_epochs(record)]
    assert [row["_timestamp"] for row in ends] == pytest.approx(times)
    assert line["name"] == baseline_line(record).name
    assert {row["val_accuracy"] for row in line["history"]} == {0.9108}


def test_another_tracker_is_not_known(tmp_path):
    done = unstuck("runs", "export", "aim", folder=tmp_path)
    assert done.returncode == 2
    assert "export wandb" in done.stderr


def test_without_wandb_it_is_said_how_to_install_it(tmp_path):
    Run.create("five", RECIPE, root=tmp_path / "runs").finish("finished")
    (tmp_path / "wandb.py").write_text("raise ImportError('No module named wandb')\n")
    done = unstuck("runs", "export", "wandb", folder=tmp_path)
    assert done.returncode == 2
    assert "pip install 'unstuck[wandb]'" in done.stderr
