"""Programs in the styles of fifteen years of Keras run as they are, and nothing of what served them stays behind."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from unstuck import backend
from unstuck.api import crash_error, run_tracked
from unstuck.capture.compat.answers import answers
from unstuck.errors import UnstuckError

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.*py*"))
# What `make test` runs; `make test-all` sets UNSTUCK_ALL and runs all.
FAST = (
    *("argparse_main", "k1_antirectifier", "k1_merge", "k1_samples_per_epoch", "k2_flow_from_directory"),
    *("tf_regression", "wandb_config_dict", "k2_backend_function", "notebook_lesson", "k2_several_models"),
)
CHOSEN = [each for each in PROGRAMS if each.stem in FAST or os.environ.get("UNSTUCK_ALL")]


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("UNSTUCK_RUNS", raising=False)
    return tmp_path


def only_fit(script, text, **options):
    """The one fit of a script that runs to its end."""
    script.write_text(text)
    fits = []
    ended = run_tracked(script, [], fits.append, **options)
    assert ended.crash is None
    (fit,) = fits
    return fit


@pytest.mark.filterwarnings("ignore")  # the programs' own, and Keras' about old habits
@pytest.mark.parametrize("program", CHOSEN, ids=lambda path: path.stem)
def test_a_program_runs_as_it_is(program, folder):
    script = Path(shutil.copy(program, folder))
    fits = []
    with backend.quick_compiling():
        ended = run_tracked(script, [], fits.append, by_hand=True)
    assert ended.crash is None, ended.crash
    assert ended.exit_code == 0
    assert fits
    for fit in fits:
        assert fit.epochs
        assert all(np.isfinite(epoch.logs["loss"]) for epoch in fit.epochs)
        assert Path(fit.sites.fit.file).name == script.name or "sklearn" in script.name


@pytest.mark.filterwarnings("ignore")
def test_nothing_of_what_served_a_program_stays(folder):
    def names() -> dict[str, set[str]]:
        modules = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in ("keras", "numpy")}
        return {name: {each for each in vars(module) if each != "__getattr__"} for name, module in modules.items()}

    script = folder / "script.py"
    script.write_text(
        "import numpy as np, tensorflow as tf, wandb, keras\nfrom keras.utils import np_utils\n"
        "import keras.layers.core, keras.preprocessing.text, tensorflow.keras.backend as K\n"
        "keras.config.set_floatx('float64'); K.set_image_dim_ordering('th'); np.float(1); tf.random.set_seed(1)\n"
        "model = keras.models.Sequential([keras.layers.Dense(output_dim=1, input_dim=2)])\n"
        "assert model.predict_classes(np.zeros((1, 2))).shape == (1, 1)\n"
    )
    run_tracked(script, [], _forget)  # once before, so that what Keras itself loads late is there
    before = names()
    ended = run_tracked(script, [], _forget)
    assert ended.crash is None, ended.crash
    assert names() == before
    assert not {"tensorflow", "wandb", "keras.utils.np_utils", "tensorflow.keras.layers"} & sys.modules.keys()
    assert keras.config.floatx() == "float32"
    assert keras.config.image_data_format() == "channels_last"
    assert not hasattr(keras.Model, "predict_classes")
    with pytest.raises(ValueError, match="lr"):
        keras.optimizers.SGD(lr=0.1)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("from keras.models import Graph; Graph()", "gone since Keras 1.0"),
        ("import keras; keras.layers.LocallyConnected2D(3, 3)", "Use Conv2D"),
        ("import tensorflow as tf; tf.GradientTape()", "model.fit"),
        ("from tensorflow.contrib.data import Dataset; Dataset()", "contrib is gone since TensorFlow 2.0"),
        ("import sklearn_that_is_not_there as sk; sk.svm", "pip install sklearn_that_is_not_there"),
        ("import cv2_, cv2; cv2_.imread", "pip install cv2_"),
        ("import keras; keras.datasets.cifar10.load_data()", "cannot be reached"),
    ],
)
def test_what_cannot_be_served_says_so(line, told, folder, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(folder))
    monkeypatch.setattr("urllib.request.urlopen", _no_network)
    script = folder / "script.py"
    script.write_text(line + "\n")
    message = ""
    try:
        ended = run_tracked(script, [], _forget)
    except UnstuckError as error:
        message = str(error)
    assert told in (message or str(crash_error(ended.crash, script)))


def test_tables_have_the_methods_that_pandas_dropped(folder):
    pandas = pytest.importorskip("pandas")
    before = dict(vars(pandas.DataFrame))
    script = folder / "script.py"
    script.write_text(
        "import io, numpy as np, pandas as pd\n"
        "text = '1 a 2\\n3 b 4\\n5 c 6 7 8\\n'\n"
        "t = pd.read_csv(io.StringIO(text), delim_whitespace=True, error_bad_lines=False, names=['x', 'k', 'y'])\n"
        "assert t.drop('k', 1).as_matrix().tolist() == t.ix[:, ['x', 'y']].values.tolist() == [[1, 2], [3, 4]]\n"
        "assert t.ix[:, 0].tolist() == [1, 3] and t.ix[0, 'k'] == 'a'\n"
        "assert t.append({'x': 9}, ignore_index=True).x.tolist() == [1, 3, 9] and t.append([t, t]).shape == (6, 3)\n"
        "assert pd.Series([1, np.nan, 3]).fillna(method='ffill').tolist() == [1, 1, 3]\n"
        "assert pd.Series([1, np.nan]).fillna(0).tolist() == [1, 0] and t.drop(columns='k').shape == (2, 2)\n"
        "assert t.sort('x', ascending=False).x.tolist() == [3, 1] and dict(t.iteritems())['y'].sum() == 6\n"
    )
    ended = run_tracked(script, [], _forget)
    assert ended.crash is None, ended.crash
    assert dict(vars(pandas.DataFrame)) == before


def test_python_2_is_called_by_its_name(folder):
    script = folder / "old.py"
    script.write_text("import keras\nprint 'Test score:', 1\n")
    with pytest.raises(UnstuckError, match=r"line 2[\s\S]*This is Python 2"):
        run_tracked(script, [], _forget)


def test_a_script_without_end_is_stopped_where_it_hangs(folder):
    script = folder / "script.py"
    script.write_text("import time\n\n\ndef wait():\n    while True:\n        time.sleep(0.01)\n\n\nwait()\n")
    fits = []
    ended = run_tracked(script, [], fits.append, timeout=0.5)
    assert not fits
    assert ended.crash.when == "before it called fit"
    assert ended.crash.line == 6
    assert "stopped after 0.5 seconds" in ended.crash.error
    told = str(crash_error(ended.crash, script))
    assert "was stopped before it called fit: its time was up" in told
    assert "error of its own" not in told


@pytest.mark.filterwarnings("ignore")
def test_a_loop_over_batches_becomes_the_fit_it_stands_for(folder):
    fit = only_fit(
        folder / "script.py",
        "import keras, numpy as np\nx, y = np.random.rand(60, 3), np.random.rand(60, 1)\n"
        "model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile('sgd', 'mse')\n"
        "for epoch in range(4):\n    for i in range(0, 60, 20):\n        model.train_on_batch(x[i:i+20], y[i:i+20])\n"
        "np.savez('seen.npz', x=x, y=y)\n",
        by_hand=True,
    )
    seen = np.load(folder / "seen.npz")
    np.testing.assert_array_equal(fit.call.x, seen["x"])
    np.testing.assert_array_equal(fit.call.y, seen["y"])
    assert (fit.call.batch_size, fit.call.epochs, len(fit.epochs)) == (20, 4, 4)
    assert fit.sites.fit.line == 7


@pytest.mark.filterwarnings("ignore")
def test_what_a_script_logs_goes_to_its_run(folder):
    fit = only_fit(
        folder / "script.py",
        "import wandb, keras, numpy as np\nrun = wandb.init(config={'epochs': 2})\nrun.config.rate = 0.5\n"
        "wandb.log({'before': 1})\nmodel = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile('sgd', 'mse')\n"
        "model.fit(np.zeros((8, 2)), np.zeros(8), epochs=wandb.config.epochs, verbose=0)\nwandb.log({'after': 2.5})\n",
    )
    assert json.loads((fit.run.path / "config.json").read_text())["script_config"] == {"epochs": 2, "rate": 0.5}
    lines = [json.loads(line) for line in (fit.run.path / "logged.jsonl").read_text().splitlines()]
    assert [line.get("before", line.get("after")) for line in lines] == [1, 2.5]
    assert len(fit.epochs) == 2


@pytest.mark.filterwarnings("ignore")
def test_a_script_waits_for_its_threads_as_python_does(folder):
    fit = only_fit(
        folder / "script.py",
        "import keras, numpy as np, threading, time\n\n\ndef train():\n    time.sleep(0.5)\n"
        "    model = keras.Sequential([keras.layers.Dense(1)])\n    model.compile('sgd', 'mse')\n"
        "    model.fit(np.zeros((8, 2)), np.zeros(8), verbose=0)\n\n\nthreading.Thread(target=train).start()\n",
    )
    assert len(fit.epochs) == 1


@pytest.mark.filterwarnings("ignore")
def test_a_child_that_a_script_forks_ends_with_the_script(folder):
    """What comes after the script in this process is not the child's to do."""
    script = folder / "script.py"
    script.write_text(
        "import os, sys\npid = os.fork()\nif pid == 0:\n    sys.exit(7)\n"
        "_, status = os.waitpid(pid, 0)\nprint(os.waitstatus_to_exitcode(status), file=open('code', 'w'))\n"
    )
    run_tracked(script, [], _forget)
    (folder / "after").open("a").write("once\n")
    assert (folder / "code").read_text() == "7\n"
    assert (folder / "after").read_text() == "once\n"


def _forget(captured):
    pass


def _no_network(*_, **__):
    from urllib.error import URLError

    raise URLError("no network in tests")


def test_what_is_computed_of_answers_to_one_number_is_a_number():
    given = np.arange(12.0).reshape(4, 3)
    found = answers(given)
    for reduce in (np.mean, np.sum, np.max, np.std, np.median):
        assert isinstance(reduce(found), np.float64)
        assert round(reduce(found), 3) == round(reduce(given), 3)
    assert "%d" % (2 * found)[1][:1] == "6"  # noqa: UP031 - as old programs do it


def test_an_old_argument_is_served_without_a_word(folder, recwarn):
    script = folder / "script.py"
    script.write_text("import keras\n\nkeras.Sequential([keras.layers.Dense(1, input_dim=2)])\n")
    assert run_tracked(script, [], _forget).crash is None
    assert not [warning for warning in recwarn if "input_shape" in str(warning.message)]
