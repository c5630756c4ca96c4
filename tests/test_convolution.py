"""The rewritten convolutions and poolings against XLA's own: values, gradients, and what must be left alone."""

import functools

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jax import lax

from unstuck.engine.convolution import fast_convolutions


def normal(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def close(actual, expected):
    jax.tree.map(
        lambda a, e: np.testing.assert_allclose(a, e, rtol=1e-4, atol=1e-4 * max(1e-6, np.abs(e).max(initial=0))),
        actual,
        expected,
    )


def primitives(fn, *args):
    """Names of the primitives of a traced function, those of nested programs too."""
    names, stack = set(), [jax.make_jaxpr(fn)(*args).jaxpr]
    while stack:
        for equation in stack.pop().eqns:
            names.add(equation.primitive.name)
            for value in jax.tree.leaves(list(equation.params.values())):
                if hasattr(value, "eqns"):
                    stack.append(getattr(value, "jaxpr", value))
    return names


def same(fn, *args, gone=()):
    """Rewritten equals untouched: the value and the gradients of a random projection of it."""
    weights = normal(*jax.eval_shape(fn, *args).shape, seed=9)

    def result(f):
        def projected(*a):
            y = f(*a)
            return (y * weights).sum(), y

        return jax.value_and_grad(projected, argnums=tuple(range(len(args))), has_aux=True)

    fast = fast_convolutions(fn)
    for name in gone:
        assert name in primitives(fn, *args)
        assert name not in primitives(fast, *args)
    # One program for both: compiling is most of the time of these tests.
    close(*jax.jit(lambda *a: (result(fast)(*a), result(fn)(*a)))(*args))


def convolution(x, kernel, **kwargs):
    return lax.conv_general_dilated(x, kernel, **kwargs)


CASES = {
    "valid": ((8, 7, 6, 3), (3, 3, 3, 4), {}),
    "same": ((8, 7, 6, 3), (3, 2, 3, 4), {"padding": "SAME"}),
    "strides": ((8, 9, 8, 2), (3, 3, 2, 4), {"window_strides": (2, 3), "padding": "SAME"}),
    "dilation": ((8, 9, 8, 2), (2, 3, 2, 4), {"rhs_dilation": (2, 3)}),
    "explicit and negative padding": ((8, 9, 8, 2), (3, 3, 2, 4), {"padding": ((2, 1), (-1, 3))}),
    "pointwise": ((8, 5, 5, 6), (1, 1, 6, 4), {}),
    "groups": ((8, 6, 6, 6), (3, 3, 2, 9), {"feature_group_count": 3}),
    "depthwise": ((8, 6, 6, 5), (3, 3, 1, 5), {"feature_group_count": 5, "padding": "SAME"}),
    "depthwise, two filters, strides": (
        (8, 7, 6, 3),
        (3, 2, 1, 6),
        {"feature_group_count": 3, "window_strides": (2, 1)},
    ),
    "channels first": ((8, 3, 7, 6), (4, 3, 3, 3), {"dimension_numbers": ("NCHW", "OIHW", "NCHW")}),
    "odd dimension numbers": ((7, 3, 8, 6), (3, 4, 2, 3), {"dimension_numbers": ("HCNW", "IOHW", "WNHC")}),
    "1D causal": ((8, 9, 3), (3, 3, 4), {"padding": ((4, 0),), "rhs_dilation": (2,), "dimension_numbers": None}),
}


def with_defaults(x_shape, options):
    one_d = len(x_shape) == 3
    usual = ("NWC", "WIO", "NWC") if one_d else ("NHWC", "HWIO", "NHWC")
    defaults = {"window_strides": (1,) * (len(x_shape) - 2), "padding": "VALID"}
    options = defaults | options
    return options | {"dimension_numbers": options.get("dimension_numbers") or usual}


@pytest.mark.parametrize("case", CASES)
def test_convolution_equals_xla(case):
    x_shape, kernel_shape, options = CASES[case]
    fn = functools.partial(convolution, **with_defaults(x_shape, options))
    same(fn, normal(*x_shape), normal(*kernel_shape, seed=1), gone=["conv_general_dilated"])


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.data())
def test_drawn_convolution_equals_xla(data):
    rank, groups = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 3))
    small = st.integers(1, 3)
    pick = lambda strategy: tuple(data.draw(strategy) for _ in range(rank))  # noqa: E731
    kernel, strides, dilation = pick(small), pick(small), pick(st.integers(1, 2))
    padding = (
        data.draw(st.sampled_from(["SAME", "VALID"]))
        if data.draw(st.booleans())
        else pick(st.tuples(st.integers(0, 2), st.integers(0, 2)))
    )
    channels, filters = data.draw(small), data.draw(small)
    options = with_defaults(
        (0,) * (rank + 2),
        {
            "window_strides": strides,
            "rhs_dilation": dilation,
            "padding": padding,
            "feature_group_count": groups,
        },
    )
    x = normal(8, *pick(st.integers(5, 8)), channels * groups)
    same(functools.partial(convolution, **options), x, normal(*kernel, channels, filters * groups, seed=1))


POOLS = {
    "tiles": ((8, 6, 6, 3), (1, 2, 2, 1), (1, 2, 2, 1), "VALID"),
    "tiles, a rest": ((8, 7, 5, 3), (1, 2, 2, 1), (1, 2, 2, 1), "VALID"),
    "tiles, same": ((8, 7, 5, 3), (1, 3, 2, 1), (1, 3, 2, 1), "SAME"),
    "overlapping": ((8, 7, 6, 2), (1, 3, 3, 1), (1, 2, 2, 1), "SAME"),
    "gaps": ((8, 7, 6, 2), (1, 2, 1, 1), (1, 3, 2, 1), "VALID"),
    "channels first": ((8, 2, 6, 6), (1, 1, 2, 3), (1, 1, 2, 1), "VALID"),
    "1D": ((8, 9, 2), (1, 3, 1), (1, 2, 1), "SAME"),
}


@pytest.mark.parametrize("case", POOLS)
@pytest.mark.parametrize("kind", ["max", "sum"])
def test_pooling_equals_xla(kind, case):
    shape, size, strides, padding = POOLS[case]
    start, combine = (-np.inf, lax.max) if kind == "max" else (0.0, lax.add)
    fn = lambda x: lax.reduce_window(x, start, combine, size, strides, padding)  # noqa: E731
    # Many ties: the gradient goes to the first of equal maxima, as in XLA.
    same(fn, np.round(normal(*shape)), gone=[f"reduce_window_{kind}"])


def network(*layers):
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((12, 12, 2)), *layers, keras.layers.Dense(4)])
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


def convnet():
    layers = keras.layers
    return network(
        layers.Conv2D(4, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(6, 3, padding="same", activation="gelu"),
        layers.AveragePooling2D(2, padding="same"),
        layers.Flatten(),
        layers.Dropout(0.5),
    )


def separable():
    layers = keras.layers
    return network(
        layers.Conv2D(4, 3, strides=2, use_bias=False),
        layers.BatchNormalization(),
        layers.ReLU(),
        layers.SeparableConv2D(6, 3, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.DepthwiseConv2D(3),
        layers.GlobalAveragePooling2D(),
    )


@pytest.mark.parametrize("build", [convnet, separable])
def test_whole_network(build):
    model = build()
    trainable, rest = ([v.value for v in vs] for vs in (model.trainable_variables, model.non_trainable_variables))
    x, y = normal(8, 12, 12, 2), np.arange(8) % 4

    def step(rewrite, *variables):
        forward = functools.partial(rewrite(model.compute_loss_and_updates), training=True, optimizer_variables=[])
        return jax.value_and_grad(forward, has_aux=True)(*variables, [], x, y, None)

    both = jax.jit(lambda *variables: (step(fast_convolutions, *variables), step(lambda fn: fn, *variables)))
    actual, expected = both(trainable, rest)
    assert jax.tree.structure(actual) == jax.tree.structure(expected)
    close(actual, expected)


def blur(x):
    return lax.conv(x, jnp.full((2, 2, 3, 3), 0.1), (1, 1), "SAME")


def scanned(x):
    return lax.scan(lambda c, _: (blur(c), c.sum()), x, None, length=2)[0]


NESTED = {
    "jit": jax.jit(blur),
    "remat": jax.checkpoint(blur),
    "scan": scanned,
    "cond": lambda x: lax.cond(x[0, 0, 0, 0] > 0, blur, lambda x: x, x),
    "vmap": jax.vmap(lambda x: blur(x), in_axes=1, out_axes=1),
}


@pytest.mark.parametrize("name", ["jit", "remat", "scan", "cond"])
def test_nested_programs_are_rewritten(name):
    same(NESTED[name], normal(8, 2, 5, 5), gone=["conv_general_dilated"])


def test_while_is_rewritten():
    fn = lambda x: lax.while_loop(lambda x: x.sum() < -1e9, blur, blur(x))  # noqa: E731
    x = normal(8, 2, 5, 5)
    assert "conv_general_dilated" not in primitives(fast_convolutions(fn), x)
    close(fast_convolutions(fn)(x), fn(x))


def test_vmap_of_the_rewritten_function():
    x = normal(3, 8, 2, 5, 5)
    grad = lambda fn: jax.vmap(jax.grad(lambda x: jnp.square(fn(x)).sum()))(x)  # noqa: E731
    close(grad(fast_convolutions(blur)), grad(blur))


@jax.custom_vjp
def reversed_blur(x):
    return blur(x)


reversed_blur.defvjp(lambda x: (blur(x), None), lambda _, dy: (-dy,))


@pytest.mark.parametrize(
    ("fn", "args"),
    [
        (lambda x: jnp.tanh(x @ x.T), [normal(4, 4)]),
        (jax.grad(lambda x: jax.nn.relu(x).sum()), [normal(4)]),
        (lambda x: blur(x), [normal(2, 2, 5, 5)]),  # too small a batch
        (lambda x: lax.conv(x, x, (1, 1), "SAME"), [jnp.ones((8, 8, 3, 3), jnp.bfloat16)]),
        (lambda x: lax.conv(x, x, (1, 1), "SAME"), [jnp.ones((8, 8, 3, 3), jnp.int32)]),
        (lambda x: lax.conv(x, x, (1, 1, 1), "SAME"), [normal(8, 8, 2, 2, 2)]),  # 3D
        (lambda x: lax.conv_transpose(x, jnp.ones((2, 2, 2, 3)), (2, 2), "SAME"), [normal(8, 4, 4, 2)]),
        (reversed_blur, [normal(8, 2, 5, 5)]),  # a derivative rule of its own
        (lambda x: lax.cumsum(x), [normal(8, 4)]),
    ],
)
def test_left_alone(fn, args):
    assert str(jax.make_jaxpr(fast_convolutions(fn))(*args)) == str(jax.make_jaxpr(fn)(*args))


def test_own_derivative_rule_is_kept_beside_a_rewrite():
    x = normal(8, 2, 5, 5)
    fn = lambda x: blur(reversed_blur(x)).sum()  # noqa: E731
    close(jax.grad(fast_convolutions(fn))(x), jax.grad(fn)(x))


def test_arguments_and_outputs_keep_their_structure():
    def fn(x, weight, *, mode, training, missing=None):
        assert mode == "same"
        assert training is True
        assert missing is None
        return {"y": blur(x) * weight["w"], "nothing": None, "pair": (x.sum(),)}

    call = fast_convolutions(fn)
    options = {"mode": "same", "training": True}
    x, weight = normal(8, 2, 5, 5), {"w": np.float32(2), "none": None}
    actual, expected = call(x, weight, **options), fn(x, weight, **options)
    assert jax.tree.structure(actual) == jax.tree.structure(expected)
    close(actual, expected)


def test_flatten_and_dense_keep_the_layout():
    kernel = normal(4 * 4 * 2, 3)

    def network(x, mask):
        flat = blur(x).transpose(0, 2, 3, 1).reshape(8, -1)
        return jnp.where(mask > 0, flat, 0) @ kernel

    same(network, normal(8, 2, 4, 4), normal(8, 32, seed=1), gone=["conv_general_dilated"])


def test_unchanged_on_an_accelerator(monkeypatch):
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    assert fast_convolutions(blur) is blur
