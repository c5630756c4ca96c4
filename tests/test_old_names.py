"""What old names stand for does what it did, held against NumPy and scikit-learn; imports that nothing uses pass."""

from __future__ import annotations

from types import SimpleNamespace

import keras
import numpy as np
import pytest

from unstuck.api import crash_error, run_tracked
from unstuck.capture import advice_for
from unstuck.capture.compat.fourier import RandomFourierFeatures
from unstuck.capture.compat.text_graphs import standardized_in_graphs
from unstuck.capture.idle_imports import idle_imports_pass
from unstuck.errors import UnstuckError

_TRAINS = """
import keras, numpy as np
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile(loss="mse")
model.fit(np.zeros((4, 2)), np.zeros(4), verbose=0)
"""


def _fits_and_end(folder, lines):
    script = folder / "script.py"
    script.write_text(lines + "\n" + _TRAINS)
    fits = []
    return fits, run_tracked(script, [], fits.append), script


@pytest.mark.parametrize(
    "line",
    [
        "import nobody_has_this",
        "import nobody_has_this.either as both",
        "from nobody_has_this import a, b as c",
        "from collections import OrderedDict, of_another_python",
        "from tensorflow.python.client import timeline",
        "from sklearn_of_old.externals import joblib",
    ],
)
def test_an_import_that_nothing_uses_does_not_stop_a_script(line, tmp_path, capsys):
    fits, ended, _ = _fits_and_end(tmp_path, line)
    assert ended.crash is None
    assert len(fits) == 1
    assert "line 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "lines",
    [
        "import nobody_has_this as it\nit.go()",
        "from nobody_has_this import a, b\nprint(b)",
        "from nobody_has_this import *",
        "import nobody_has_this\neval('nobody_has_this')",
    ],
)
def test_an_import_that_is_used_ends_it_at_once(lines, tmp_path):
    fits, ended, script = _fits_and_end(tmp_path, lines)
    assert fits == []
    assert ended.crash.line == 1
    assert "pip install nobody_has_this" in str(crash_error(ended.crash, script))


def test_a_script_that_is_ready_for_the_failing_gets_it(tmp_path):
    tried = (
        "try:\n    import nobody_has_this\n    found = True\nexcept ImportError:\n    found = False\nassert not found"
    )
    fits, ended, _ = _fits_and_end(tmp_path, tried)
    assert ended.crash is None
    assert len(fits) == 1


def test_who_uses_the_stand_in_from_elsewhere_gets_the_imports_own_error(tmp_path, monkeypatch):
    (tmp_path / "helper_of_old.py").write_text("from nobody_has_this import a\nfrom collections import no_such_name\n")
    monkeypatch.syspath_prepend(tmp_path)
    with idle_imports_pass():
        import helper_of_old
    with pytest.raises(ImportError, match="nobody_has_this"):
        helper_of_old.a()
    with pytest.raises(ImportError, match="no_such_name"):
        helper_of_old.no_such_name.of_it()


def test_fourier_features_are_cosines_of_projections():
    layer = RandomFourierFeatures(5, scale=2.0)
    x = np.random.default_rng(0).normal(size=(7, 3)).astype("float32")
    answers = np.asarray(layer(x))
    directions, turns, scale = map(np.asarray, (layer.unscaled_kernel, layer.bias, layer.kernel_scale))
    np.testing.assert_allclose(answers, np.cos(x @ directions / scale + turns), rtol=1e-5, atol=1e-5)
    assert scale == 2
    assert layer.trainable_weights == []
    np.testing.assert_allclose(np.asarray(RandomFourierFeatures.from_config(layer.get_config())(x)).shape, (7, 5))


def test_fourier_features_come_near_to_their_kernel():
    layer = RandomFourierFeatures(20_000, scale=1.5)
    x = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")
    features = np.asarray(layer(x)) * np.sqrt(2 / 20_000)
    apart = np.square(x[:, None] - x[None]).sum(axis=-1)
    np.testing.assert_allclose(features @ features.T, np.exp(-apart / (2 * 1.5**2)), atol=0.03)


def test_a_step_for_tensorflow_without_a_loss_is_told(tmp_path):
    own = (
        "import keras, numpy as np\n"
        "class Own(keras.Model):\n"
        "    def call(self, x):\n        return x\n"
        "    def train_step(self, data):\n        return {}\n"
        "own = Own()\nown.compile('sgd')\nown.fit(np.zeros((4, 2)), np.zeros((4, 2)))"
    )
    with pytest.raises(UnstuckError, match="compile\\(loss=…\\)"):
        _fits_and_end(tmp_path, own)


def test_pixels_of_bytes_are_read(tmp_path):
    fits, ended, _ = _fits_and_end(
        tmp_path,
        "import numpy as np\nassert np.fromstring(b'\\1\\2', dtype=np.uint8).tolist() == [1, 2]\n"
        "assert np.fromstring('3 4', sep=' ').tolist() == [3, 4]",
    )
    assert ended.crash is None
    assert len(fits) == 1


def test_old_splits_are_those_of_today():
    model_selection = pytest.importorskip("sklearn.model_selection")
    from unstuck.capture.compat import sklearn_splits

    y = np.repeat([0, 1], [20, 10])
    splits = sklearn_splits.StratifiedKFold(y=y, n_folds=5, shuffle=True, random_state=7)
    todays = list(model_selection.StratifiedKFold(5, shuffle=True, random_state=7).split(y, y))
    assert len(splits) == 5
    for (train, test), (same_train, same_test) in zip(splits, todays, strict=True):
        np.testing.assert_array_equal(train, same_train)
        np.testing.assert_array_equal(test, same_test)
    assert [len(test) for _, test in sklearn_splits.KFold(30, n_folds=3)] == [10, 10, 10]
    assert [len(test) for _, test in sklearn_splits.ShuffleSplit(30, n_iter=2, random_state=0)] == [3, 3]


def test_text_in_a_network_beside_tensorflow_is_told_the_way_out(monkeypatch):
    error = ValueError("Invalid dtype: object")
    monkeypatch.setattr("unstuck.capture.compat.advice.installed", lambda package: True)
    assert "train.map" in advice_for(error)
    monkeypatch.setattr("unstuck.capture.compat.advice.installed", lambda package: False)
    assert advice_for(error) is None


def test_a_function_for_text_gets_the_tensors_of_a_graph(monkeypatch):
    seen = []
    layer = SimpleNamespace(_standardize=lambda text: seen.append(text) or "standardized")
    graph = object()
    with standardized_in_graphs():
        monkeypatch.setattr("keras.src.utils.backend_utils.in_tf_graph", lambda: True)
        apply = keras.layers.TextVectorization._apply_standardize_with_np_arrays
        assert apply(layer, graph) == "standardized"
    assert seen == [graph]
    assert keras.layers.TextVectorization._apply_standardize_with_np_arrays is not apply


def test_what_broke_a_lambda_is_told_with_its_line(tmp_path):
    lines = (
        "import keras, numpy as np\n"
        "def double(x):\n"
        "    return keras.ops.no_such_thing(x)\n"
        "keras.layers.Lambda(double)(keras.Input((3,)))"
    )
    _, ended, script = _fits_and_end(tmp_path, lines)
    assert ended.crash.line == 3
    assert "AttributeError" in ended.crash.error
    assert "no_such_thing" in ended.crash.error
    assert "\x1b" not in str(crash_error(ended.crash, script))


def test_a_model_frozen_after_compile_learns_by_hand_as_in_keras_2(tmp_path):
    lines = (
        "import keras, numpy as np\n"
        "judge = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3), keras.layers.Dense(1)])\n"
        "judge.layers[1].trainable = False\n"
        "judge.compile('sgd', 'mse')\n"
        "judge.trainable = False\n"
        "before = judge.get_weights()\n"
        "judge.train_on_batch(np.ones((4, 2)), np.ones((4, 1)))\n"
        "moved = [bool((a != b).any()) for a, b in zip(before, judge.get_weights())]\n"
        "assert moved == [True, True, False, False], moved\n"
        "assert not judge.trainable and not judge.trainable_weights\n"
    )
    _, ended, _ = _fits_and_end(tmp_path, lines)
    assert ended.crash is None, ended.crash


def test_steps_and_features_of_keras_1_are_a_shape(tmp_path):
    lines = (
        "import keras\n"
        "layers = [keras.layers.LSTM(output_dim=3, input_dim=2)]\n"
        "layers += [keras.layers.Convolution1D(4, 3, input_dim=2, input_length=9)]\n"
        "inputs = [keras.Sequential([layer]).input_shape for layer in layers]\n"
        "assert inputs == [(None, None, 2), (None, 9, 2)], inputs\n"
    )
    _, ended, _ = _fits_and_end(tmp_path, lines)
    assert ended.crash is None, ended.crash
