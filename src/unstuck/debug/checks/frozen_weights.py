"""Are there weights that training does not touch?"""

from collections.abc import Mapping
from typing import Any

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.finding import Evidence, Finding, Fix
from unstuck.spec import Edit


class FrozenWeights(Check):
    """Layers that are not trained.

    What it sees: layers with `trainable=False`, also inside a network that is used as a layer.

    Why the network stops learning: a layer that starts at random and is never trained is noise in the way.

    When it is wrong: layers with pretrained weights are frozen on purpose. So layers whose weights are not as they are
    drawn are left alone, and others are reported only where the network does badly and training them is shown to help.

    Fix and its safety: safe for layers that start at random.

    Source: Keras' guide "Transfer learning & fine-tuning".
    """

    name = "frozen_weights"
    fault = "frozen_weights"
    sick = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu", trainable=False),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=3)
"""
    healthy = """
model = keras.Sequential(
    [
        layers.Input((8,)),
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=20)
"""

    def measure(self, case: Case) -> Evidence:
        """The frozen layers with a kernel that have learned nothing before."""
        frozen = []
        for place, layer in enumerate(case.spec.layers()):
            paths, names = _frozen(layer["config"], f"layers[{place}]")
            if names and not set(names) & set(case.learned):
                frozen.append({"paths": paths, "layer": layer["config"]["name"]})
        return {"frozen": frozen, "does_badly": case.does_badly}

    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding when a layer with a kernel is frozen."""
        frozen = evidence["frozen"]
        if not frozen:
            return None
        cause = f"{', '.join(f['layer'] for f in frozen)} are never trained (trainable=False)."
        fix = Fix("train all layers", tuple(Edit(path, False, True) for f in frozen for path in f["paths"]))
        severity = 0.6 if evidence["does_badly"] else 0.2  # a base of random features may be meant, where it works
        return Finding(self.name, self.fault, severity, cause, evidence, fix, frozen[0]["layer"])

    def say(self, evidence: Evidence) -> str:
        """The layers."""
        return f"frozen: {', '.join(f['layer'] for f in evidence['frozen']) or 'none'}"


def _frozen(config: Mapping[str, Any], path: str) -> tuple[list[str], list[str]]:
    """Where a layer, and the layers inside it, are frozen; and the names of those that have a kernel."""
    is_frozen = config.get("trainable") is False
    paths = [f"{path}.trainable"] if is_frozen else []
    names = [config["name"]] if is_frozen and "kernel_initializer" in config else []
    for place, inner in enumerate(config.get("layers", ())):
        more = _frozen(inner["config"], f"{path}.layers[{place}].config")
        paths, names = paths + more[0], names + more[1]
    return paths, names
