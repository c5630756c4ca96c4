"""The probes' readings equal what NumPy and Keras compute on the same batches, and cost nothing when there are none."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from unstuck.engine import Epoch, FitCall, NonFinite, Probes, train
from unstuck.engine.arrays import Batches
from unstuck.engine.program import Program, build, program_of, state_of
from unstuck.engine.samples import Resident

L = keras.layers
RNG = np.random.default_rng(0)
X = RNG.normal(size=(22, 3)).astype("float32")
Y = (X.sum(1) > 0).astype("float32")[:, None]
IMAGES = RNG.normal(size=(22, 8, 8, 1)).astype("float32")
RATE = 0.5
EVERY_STEP = Probes(every=1)


def compiled(model, loss="mse", optimizer=None):
    model.compile(optimizer or keras.optimizers.SGD(RATE), loss)
    return model


def epochs_of(model, x, y, probes=EVERY_STEP, **arguments) -> list[Epoch]:
    return list(train(model, FitCall(x, y, **{"batch_size": 4, "shuffle": False} | arguments), probes=probes))


def test_every_number_is_numpys():
    keras.utils.set_random_seed(1)
    layers = [L.Dense(5, "tanh", name="bent"), L.Dense(6, "relu", name="cut"), L.Dense(1, "sigmoid", name="squashed")]
    model = compiled(keras.Sequential([L.Input((3,)), *layers]))
    weights = [np.asarray(w, "float64") * 3 for w in model.get_weights()]  # three times: some saturate
    weights[3][:2] = -20.0  # and two units are dead
    model.set_weights(weights)
    readings = epochs_of(model, X, Y)[0].probes
    assert readings.layers == ("bent", "cut", "squashed")
    assert readings.activations == ("tanh", "relu", "sigmoid")
    assert readings.steps.tolist() == [0, 1, 2, 3, 4]
    for step in range(5):
        rows = slice(4 * step, 4 * step + 4)
        outputs, gradients = by_hand(weights, X[rows], Y[rows])
        for layer in range(3):
            own, slopes = weights[2 * layer : 2 * layer + 2], gradients[2 * layer : 2 * layer + 2]
            a, norm = outputs[layer], np.sqrt(sum((w**2).sum() for w in own))
            gradient = np.sqrt(sum((g**2).sum() for g in slopes))
            saturated = [(abs(a) > 0.98).mean(), np.nan, ((a < 0.01) | (a > 0.99)).mean()][layer]
            expected = {
                "gradient_norm": gradient,
                "weight_norm": norm,
                "update_ratio": RATE * gradient / norm,
                "mean": a.mean(),
                "deviation": a.std(),
                "zeros": (a == 0).mean(),
                "dead": (a == 0).all(0).mean(),
                "saturated": saturated,
            }
            ours = {name: getattr(readings, name)[step, layer] for name in expected}
            np.testing.assert_allclose(list(ours.values()), list(expected.values()), rtol=2e-4, atol=1e-6)
        weights = [w - RATE * g for w, g in zip(weights, gradients, strict=True)]
    assert readings.dead[:, 1].min() >= 2 / 6
    assert readings.saturated[:, 0].any()
    assert readings.non_finite is None


def by_hand(weights, x, y):
    """The layers' outputs and the gradients of the mean squared error, in NumPy."""
    k1, b1, k2, b2, k3, b3 = weights
    x, y = x.astype("float64"), y.astype("float64")
    a1 = np.tanh(x @ k1 + b1)
    a2 = np.maximum(a1 @ k2 + b2, 0)
    a3 = 1 / (1 + np.exp(-(a2 @ k3 + b3)))
    d3 = 2 * (a3 - y) / y.size * a3 * (1 - a3)
    d2 = d3 @ k3.T * (a2 > 0)
    d1 = d2 @ k2.T * (1 - a1**2)
    return (a1, a2, a3), (x.T @ d1, d1.sum(0), a1.T @ d2, d2.sum(0), a2.T @ d3, d3.sum(0))


class Doubled(keras.Model):
    """Somebody's own model, with weights of its own and a layer that holds another."""

    def __init__(self):
        super().__init__()
        self.inside = keras.Sequential([L.Flatten(name="flat"), L.Dense(4, "tanh", name="first")])
        self.last = L.TimeDistributed(L.Dense(1, name="hidden"), name="last")
        self.factor = self.add_weight(shape=(), initializer="ones", name="factor")

    def call(self, x):
        return keras.ops.squeeze(self.last(self.factor * self.inside(x)[:, None]), 1)


def functional():
    image = keras.Input((8, 8, 1))
    x = L.Conv2D(3, 3, activation="relu", name="conv")(image)
    x = L.MaxPooling2D(name="pool")(L.BatchNormalization(name="norm")(x))
    return keras.Model(
        image, L.Dense(1, "sigmoid", name="head")(L.LSTM(3, name="lstm")(L.Reshape((9, 3), name="rows")(x)))
    )


NAMES = {functional: ("conv", "norm", "pool", "rows", "lstm"), Doubled: ("flat", "first", "last")}


@pytest.mark.parametrize("make", NAMES)
def test_same_as_keras_own_training_on_each_batch(make):
    def start():
        keras.utils.set_random_seed(2)
        model = compiled(make())
        model(IMAGES[:4])
        return model

    readings, model = epochs_of(start(), IMAGES, Y)[0].probes, start()
    layers = {layer.name: layer.trainable_variables for layer in model._flatten_layers()}
    layers |= {readings.layers[-1]: [model.factor]} if make is Doubled else {}
    assert readings.layers[:-1] == NAMES[make]
    for step in range(5):
        rows = slice(4 * step, 4 * step + 4)
        before = {name: [np.asarray(v) for v in layers[name]] for name in readings.layers}
        model.train_on_batch(IMAGES[rows], Y[rows])
        for place, name in enumerate(readings.layers):
            ours = [getattr(readings, key)[step, place] for key in ("weight_norm", "update_ratio", "gradient_norm")]
            change = norm([a - np.asarray(b) for a, b in zip(before[name], layers[name], strict=True)])
            own = norm(before[name])
            expected = [own, change / own, change / RATE] if before[name] else [np.nan] * 3
            np.testing.assert_allclose(ours, expected, rtol=1e-3, atol=1e-6, err_msg=name)


def norm(arrays):
    return np.sqrt(sum((a.astype("float64") ** 2).sum() for a in arrays))


def test_activations_are_those_of_the_training_pass():
    """With batch normalisation and dropout, which behave otherwise when a model predicts."""
    keras.utils.set_random_seed(3)
    model = compiled(functional(), optimizer=keras.optimizers.SGD(0.0))
    readings = epochs_of(model, IMAGES, Y)[0].probes
    for name in ("conv", "norm", "pool", "lstm", "head"):
        place = readings.layers.index(name)
        until = keras.Model(model.inputs[0], model.get_layer(name).output)
        outputs = [np.asarray(until(IMAGES[i : i + 4], training=True)) for i in range(0, 20, 4)]
        np.testing.assert_allclose(readings.mean[:, place], [o.mean() for o in outputs], rtol=1e-3, atol=1e-5)
        np.testing.assert_allclose(readings.deviation[:, place], [o.std() for o in outputs], rtol=1e-3, atol=1e-5)
        np.testing.assert_allclose(readings.zeros[:, place], [(o == 0).mean() for o in outputs], atol=1e-6)
    keras.utils.set_random_seed(3)
    dropped = compiled(keras.Sequential([L.Input((200,)), L.Dropout(0.4), L.Dense(1)]))
    ones = np.ones((20, 200), "float32")
    assert abs(epochs_of(dropped, ones, Y[:20])[0].probes.zeros[:, 0].mean() - 0.4) < 0.05


def net(between=L.Activation, *arguments, **named):
    keras.utils.set_random_seed(4)  # a dropout draws its own seed when it is made
    extra = between(*(arguments or ("linear",)), **named)
    return keras.Sequential([L.Input((3,)), L.Dense(8, "relu", name="hidden"), extra, L.Dense(1, name="out")])


def test_probes_disturb_nothing_and_look_into_every_kth_step():
    finest, some, none = (
        epochs_of(compiled(net(L.Dropout, 0.2), optimizer="adam"), X, Y, probes, epochs=2, batch_size=2, shuffle=True)
        for probes in (EVERY_STEP, Probes(every=4), None)
    )
    assert none[1].probes is None
    for a, b, c in zip(finest, some, none, strict=True):
        np.testing.assert_allclose(a.steps["loss"], c.steps["loss"], rtol=1e-6)
        np.testing.assert_allclose(b.steps["loss"], c.steps["loss"], rtol=1e-6)
        assert set(c.steps) == set(a.steps)
        assert b.probes.steps.tolist() == [0, 4, 8]
        np.testing.assert_allclose(b.probes.gradient_norm, a.probes.gradient_norm[::4], rtol=1e-5)


def test_no_probes_no_cost():
    """Without probes the loop is, operation by operation, the one that Keras' functions and a plain loop make."""
    model = compiled(net(), optimizer="adam")
    epochs_of(model, X, Y)
    assert not any("call" in vars(layer) for layer in model.layers)
    assert program_of(model, EVERY_STEP) is program_of(model, Probes(every=1))
    batches = Batches(Resident((jnp.asarray(X), jnp.asarray(Y))), 4, False)
    build(model, batches)
    program = Program(model)

    def plain_loop(state, record, arrays, order, start, stop, rescale):
        def body(i, carry):
            (trainable, fixed, optimizer, metrics), record = carry
            x, y = (jnp.take(a, order[i], axis=0, mode="clip") for a in arrays)
            loss_of = jax.value_and_grad(
                lambda *a, **k: model.compute_loss_and_updates(*a, training=True, **k), has_aux=True
            )
            (_, (loss, output, fixed, metrics)), gradients = loss_of(
                trainable, fixed, metrics, x, y, None, optimizer_variables=optimizer
            )
            trainable, optimizer = model.optimizer.stateless_apply(optimizer, gradients, trainable)
            _, metrics = model._update_metrics_variables(metrics, loss, x, y, output, None)
            return (trainable, fixed, optimizer, metrics), {"loss": record["loss"].at[i].set(loss)}

        return jax.lax.fori_loop(start, stop, body, (state, record))

    order = jnp.asarray(batches.order()[0])
    arguments = (state_of(model), program.empty_record(5), batches.samples.arrays, order, 0, 5, (0.0, 1.0))
    assert str(jax.make_jaxpr(program._train_steps)(*arguments)) == str(jax.make_jaxpr(plain_loop)(*arguments))


MARK = 1e4  # a number that the data has only where it is planted


@keras.saving.register_keras_serializable()
class Edge(L.Layer):
    """Finite everywhere; the slope at `MARK` is not a number: the square root's is infinite, the absolute value's 0."""

    def call(self, x):
        return x + keras.ops.sqrt(keras.ops.abs(x - MARK)) / MARK


def _planted(row, value):
    x = X.copy()
    x[row] = value
    return x


def _loss(y, output):
    return keras.ops.where(y > MARK / 2, np.inf, 1.0) * keras.ops.mean((y - output) ** 2, axis=-1)


def _edge():
    model = keras.Sequential([L.Input((3,)), L.Dense(3, kernel_initializer="identity", name="hidden"), Edge()])
    return compiled(keras.Sequential([*model.layers, L.Dense(1, name="out")]), optimizer=keras.optimizers.SGD(1e-9))


# Batches are of 4, so that row 9 belongs to step 2, and row 21 to step 5, the rest.
NOT_FINITE = {
    "an input": (lambda: compiled(net()), _planted(9, np.nan), Y, NonFinite(2, "activation", "hidden")),
    "an input of the rest": (lambda: compiled(net()), _planted(21, np.inf), Y, NonFinite(5, "activation", "hidden")),
    "dropout before it": (
        lambda: compiled(net(L.Dropout, 0.5)),
        _planted(13, np.nan),
        Y,
        NonFinite(3, "activation", "hidden"),
    ),
    "a label": (
        lambda: compiled(net(), loss=_loss),
        X,
        np.where(np.arange(22)[:, None] == 9, MARK, Y).astype("float32"),
        NonFinite(2, "loss", ""),
    ),
    "a slope": (_edge, _planted(9, MARK), Y, NonFinite(2, "gradient", "hidden")),
    "an update": (
        lambda: compiled(net(), optimizer=keras.optimizers.SGD(3e38)),
        X * 10,
        Y,
        NonFinite(0, "weight", "hidden"),
    ),
}


@pytest.mark.parametrize("name", NOT_FINITE)
@pytest.mark.parametrize("every", [1, 50])
def test_the_first_tensor_that_is_not_finite_is_named(name, every):
    make, x, y, expected = NOT_FINITE[name]
    assert epochs_of(make(), x, y, Probes(every))[0].probes.non_finite == expected


def test_a_layer_deep_inside_and_a_later_epoch():
    model = compiled(net(L.Dense, 8, "relu", name="middle"))
    epochs = train(model, FitCall(X, Y, batch_size=4, epochs=3), probes=Probes())
    assert next(epochs).probes.non_finite is None
    kernel = model.get_layer("middle").kernel
    kernel.assign(kernel.numpy() * np.nan)
    assert next(epochs).probes.non_finite == NonFinite(0, "weight", "middle")
