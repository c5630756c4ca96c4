"""The process that opens model files: what goes wrong in there ends there, in one message."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pytest
from keras import layers

from unstuck.errors import UnstuckError
from unstuck.guarded import process
from unstuck.serve import load_classifier

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory and takes the network away")
ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "good.keras"
    keras.Sequential([layers.Input((4, 4)), layers.Flatten(), layers.Dense(3)]).save(path)
    return path


def changed(good, path, change=lambda config: None, config=None):
    """The model with another config, its members not compressed."""
    with zipfile.ZipFile(good) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if config is None:
        value = json.loads(members["config.json"])
        change(value["config"]["layers"])
        config = json.dumps(value)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (members | {"config.json": config}).items():
            archive.writestr(name, content)
    return path


def refusal(path):
    with pytest.raises(UnstuckError) as caught:
        load_classifier(path)
    return str(caught.value)


@LINUX
def test_a_memory_bomb_ends_its_own_process_only(good, tmp_path):
    bomb = "[" + "[[]]," * 3_900_000 + "[]]"  # 20 MB of text, 700 MB of lists
    assert "bytes of memory" in refusal(changed(good, tmp_path / "m.keras", config=bomb))


def run_instead(monkeypatch, tmp_path, program):
    script = tmp_path / "instead.py"
    script.write_text(program)
    monkeypatch.setattr(process, "SCRIPT", script)


def test_what_hangs_is_stopped(good, tmp_path, monkeypatch):
    run_instead(
        monkeypatch, tmp_path, f"import os\nopen({str(tmp_path / 'id')!r}, 'w').write(str(os.getpid()))\nwhile 1: 0"
    )
    monkeypatch.setattr(process, "SECONDS", 3)
    assert "more than 3 s of work" in refusal(good)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "id").read_text()), 0)


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import os; os.kill(os.getpid(), 11)", "SIGSEGV"),
        ("import os; os.abort()", "SIGABRT"),
        ("import os; os.kill(os.getpid(), 9)", "too much memory or time"),
        ("1 / 0", "exit code 1"),
    ],
)
def test_a_crash_is_one_message(good, tmp_path, monkeypatch, program, told):
    run_instead(monkeypatch, tmp_path, program)
    assert f"ends the process that reads it ({told}" in re.sub(r"stopped: ", "", refusal(good))


DENSE = {"module": "keras.layers", "class_name": "Dense", "config": {}, "registered_name": None}
MODEL = {"module": "keras", "class_name": "Sequential", "config": {}, "registered_name": None}
OS = {"module": "os", "class_name": "system", "config": "true", "registered_name": None}
LIES = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "what is not allowed": json.dumps({"config": {**MODEL, "config": {"layers": [OS]}}, "named": {}, "arrays": []}),
    "arrays that are not there": json.dumps({"config": MODEL, "named": {}, "arrays": [["a", "<f4", [9, 9]]]}),
    "pickled objects": json.dumps({"config": MODEL, "named": {}, "arrays": [["a", "|O", [0]]]}),
    "less than nothing": json.dumps({"config": MODEL, "named": {}, "arrays": [["a", "<f4", [-1]], ["b", "<f4", [1]]]}),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_the_process_says_is_not_trusted(good, tmp_path, monkeypatch, lie):
    run_instead(monkeypatch, tmp_path, f"print({LIES[lie]!r})")
    assert "layers of Keras" in refusal(good)


BOMBS = {
    "more weights than the file": (lambda net: net[-1]["config"].update(units=10**9), "weights, of which it holds"),
    "outputs without weights": (
        lambda net: net.append({**DENSE, "class_name": "RepeatVector", "config": {"n": 10**9, "name": "many"}}),
        "outputs an image",
    ),
    "a loop written out": (
        lambda net: net.append({**DENSE, "class_name": "LSTM", "config": {"units": 1, "unroll": True}}),
        "unroll",
    ),
    "more layers than anyone has": (
        lambda net: net.extend({**DENSE, "config": {"units": 3, "name": f"d{i}"}} for i in range(20_001)),
        "objects",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_be_large_when_built_is_refused(good, tmp_path, name):
    change, told = BOMBS[name]
    assert told in refusal(changed(good, tmp_path / "m.keras", change))


def sealed(program):
    """Runs a line after the sealed script's own functions."""
    script = Path(process.__file__).with_name("sealed.py")
    begin = f"import runpy; s = runpy.run_path({str(script)!r}, run_name='sealed')\n"
    return subprocess.run([sys.executable, "-c", begin + program], capture_output=True, text=True)


# As the user nobody, who may not read what root has installed: what is needed is imported before.
ORDINARY = "import ctypes, encodings.idna, os, socket, traceback; os.setgroups([]); os.setgid(65534); os.setuid(65534)"


@LINUX
@pytest.mark.parametrize("user", ["pass", pytest.param(ORDINARY, marks=ROOT)], ids=["as we are", "as nobody"])
@pytest.mark.parametrize("way", ["leave_the_network", "_refuse_sockets"])
def test_the_network_is_left(user, way):
    given = "s['ctypes'].CDLL(None)" if way == "_refuse_sockets" else ""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        connect = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5); print('connected')"
        assert "connected" in sealed(f"{user}\n{connect}").stdout
        left = sealed(f"import ctypes; s['ctypes'] = ctypes\n{user}\nprint(s[{way!r}]({given}))\n{connect}")
    if "False" in left.stdout:
        pytest.skip("neither namespaces nor filters are to be had here")
    assert "True" in left.stdout
    assert "connected" not in left.stdout
    assert "Error" in left.stderr.splitlines()[-1]


@LINUX
def test_a_filter_leaves_everything_else_as_it_is():
    """Of the calls it refuses there is `socket`; files, threads and processes work on."""
    program = (
        "import ctypes, os, threading, subprocess, sys\n"
        "if not s['_refuse_sockets'](ctypes.CDLL(None)): print('no filters'); sys.exit()\n"
        "thread = threading.Thread(target=lambda: print('thread'))\n"
        "thread.start(), thread.join()\n"
        "print(open(os.devnull).read() == '')\n"
        "inner = [sys.executable, '-c', 'import socket; socket.socket()']\n"
        "print('PermissionError' in subprocess.run(inner, capture_output=True, text=True).stderr)"
    )
    ran = sealed(program)
    if "no filters" in ran.stdout:
        pytest.skip("no filters are to be had here")
    assert ran.stdout.split() == ["thread", "True", "True"], ran.stderr


@LINUX
def test_time_and_memory_are_limited():
    assert sealed("s['limit'](1, 10**8)\nwhile 1: 0").returncode in (-signal.SIGKILL, -signal.SIGXCPU)
    assert "MemoryError" in sealed("s['limit'](9, 10**8)\nx = bytearray(2 * 10**8)").stderr
    assert sealed("s['limit'](9, 10**8)\nx = bytearray(5 * 10**7)").returncode == 0


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
def test_weights_of_every_type_arrive_as_they_were(tmp_path, dtype):
    layer = layers.Dense(3, dtype=dtype)
    model = keras.Sequential([layers.Input((4, 4)), layers.Flatten(), layer])
    model.save(tmp_path / "m.keras")
    loaded = load_classifier(tmp_path / "m.keras").model
    for ours, saved in zip(loaded.weights, model.weights, strict=True):
        assert ours.dtype == saved.dtype
        np.testing.assert_array_equal(np.asarray(ours.value, "float64"), np.asarray(saved.value, "float64"))
