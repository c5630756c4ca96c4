"""A trained model as a file for other programs, and proof that the file answers as the model does."""

from unstuck.export.agreement import Agreement, checked
from unstuck.export.onnx_model import onnx_bytes
from unstuck.export.saving import saving
from unstuck.export.weights import safetensors_bytes

__all__ = ["Agreement", "checked", "onnx_bytes", "safetensors_bytes", "saving"]
