"""The same train steps in PyTorch. Reads commands on stdin, one JSON object a line, and answers each with one.

{"load": net, "file": safetensors, "learned": [names], "threads": n}  takes weights, inputs and targets
{"time": steps}                                  -> {"ms": [each step's milliseconds]}
{"step": file}                                   one step from the loaded weights, written to a safetensors file
"""
import json
import struct
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F


def read(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    kinds = {"F32": np.float32, "I64": np.int64}
    return {
        name: torch.from_numpy(
            np.frombuffer(body[slice(*entry["data_offsets"])], kinds[entry["dtype"]]).reshape(entry["shape"]).copy()
        )
        for name, entry in header.items()
        if name != "__metadata__"
    }


def write(path, tensors):
    header, chunks, offset = {}, [], 0
    for name, tensor in tensors.items():
        data = tensor.detach().numpy().astype(np.float32).tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(data)]}
        chunks.append(data)
        offset += len(data)
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(chunks))


class Weights:
    """Hands out weights in the order in which the model file creates them, so that no names are repeated here."""

    def __init__(self, tensors):
        self.tensors = tensors

    def start(self):
        self.left = iter(self.tensors.values())
        return self

    def __call__(self, count=2):
        return [next(self.left) for _ in range(count)]


def digits(w, x, _):
    x = (x - 0.1307) / 0.3081
    x = F.relu(F.max_pool2d(F.conv2d(x, *w()), 2))
    x = F.relu(F.max_pool2d(F.conv2d(x, *w()), 2))
    x = F.relu(F.linear(x.flatten(1), *w()))
    left = F.linear(x, *w())
    right = F.linear(F.relu(F.linear(x, *w())), *w())
    return [left, right]


def conv4(w, x, _):
    x = F.relu(F.conv2d(x, *w(), padding=1))
    x = F.max_pool2d(F.relu(F.conv2d(x, *w(), padding=1)), 2)
    x = F.relu(F.conv2d(x, *w(), padding=1))
    x = F.max_pool2d(F.relu(F.conv2d(x, *w(), padding=1)), 2)
    return [F.linear(x.flatten(1), *w())]


def mlp(w, x, _):
    return [F.linear(F.relu(F.linear(F.relu(F.linear(x, *w())), *w())), *w())]


def resnet(w, x, training):
    def conv_norm(x, stride, padding):
        x = F.conv2d(x, *w(1), stride=stride, padding=padding)
        scale, bias, mean, variance = w(4)
        return F.batch_norm(x, mean, variance, scale, bias, training, 0.1, 1e-5)

    x = F.relu(conv_norm(x, 1, 1))
    for stage, width in enumerate([16, 32, 64]):
        stride = 1 if stage == 0 else 2
        y = conv_norm(F.relu(conv_norm(x, stride, 1)), 1, 1)
        skip = x if stride == 1 and x.shape[1] == width else conv_norm(x, stride, 0)
        x = F.relu(y + skip)
    return [F.linear(x.mean((2, 3)), *w())]


NETS = {"digits": digits, "conv4": conv4, "mlp": mlp, "resnet": resnet}


class Peer:
    def load(self, net, file, trained, threads):
        torch.set_num_threads(threads)
        tensors = read(file)
        self.net = NETS[net]
        self.input = tensors.pop("input")
        names = [name for name in tensors if name.startswith("target:")]
        self.targets = [tensors.pop(name) for name in names]
        for name in trained:
            tensors[name].requires_grad_()
        self.tensors = tensors
        self.weights = Weights(tensors)
        self.optimizer = torch.optim.SGD([tensors[name] for name in trained], lr=0.01, momentum=0.9)

    def step(self):
        outputs = self.net(self.weights.start(), self.input, True)
        loss = sum(F.cross_entropy(output, target) for output, target in zip(outputs, self.targets))
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()


peer = Peer()
for line in sys.stdin:
    command = json.loads(line)
    if "load" in command:
        peer.load(command["load"], command["file"], command["learned"], command["threads"])
        answer = {"torch": torch.__version__}
    elif "time" in command:
        times = []
        for _ in range(command["time"]):
            start = time.perf_counter()
            peer.step()
            times.append(1000 * (time.perf_counter() - start))
        answer = {"ms": times}
    else:
        peer.step()
        write(command["step"], peer.tensors)
        answer = {}
    print(json.dumps(answer), flush=True)
