"""The same train steps in PyTorch. Reads commands on stdin, one JSON object a line, and answers each with one.

{"load": net, "file": safetensors, "learned": [names], "threads": n}   takes weights, inputs and targets
{"time": steps}    -> {"ms": [each step's milliseconds]}
{"step": file}     one step from the loaded weights, which are then written to a safetensors file
{"memory": true}   -> {"peak": the most megabytes so far}
"""
import json
import resource
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


def digits(w, x):
    x = (x - 0.1307) / 0.3081
    x = F.relu(F.max_pool2d(F.conv2d(x, *w()), 2))
    x = F.relu(F.max_pool2d(F.conv2d(x, *w()), 2))
    x = F.relu(F.linear(x.flatten(1), *w()))
    left = F.linear(x, *w())
    right = F.linear(F.relu(F.linear(x, *w())), *w())
    return [left, right]


def conv4(w, x):
    x = F.relu(F.conv2d(x, *w(), padding=1))
    x = F.max_pool2d(F.relu(F.conv2d(x, *w(), padding=1)), 2)
    x = F.relu(F.conv2d(x, *w(), padding=1))
    x = F.max_pool2d(F.relu(F.conv2d(x, *w(), padding=1)), 2)
    return [F.linear(x.flatten(1), *w())]


def mlp(w, x):
    return [F.linear(F.relu(F.linear(F.relu(F.linear(x, *w())), *w())), *w())]


def conv_norm(w, x, stride=1, groups=1):
    weight = w(1)[0]
    x = F.conv2d(x, weight, stride=stride, padding=weight.shape[2] // 2, groups=groups)
    scale, bias, mean, variance = w(4)
    return F.batch_norm(x, mean, variance, scale, bias, True, 0.1, 1e-5)


def resnet18(w, x):
    x = F.max_pool2d(F.relu(conv_norm(w, x, stride=2)), 3, 2, padding=1)
    for stage, width in enumerate([64, 128, 256, 512]):
        for block in range(2):
            stride = 2 if stage > 0 and block == 0 else 1
            y = conv_norm(w, x, stride)
            y = conv_norm(w, F.relu(y))
            x = F.relu(y + (conv_norm(w, x, stride) if stride == 2 else x))
    return [F.linear(x.mean((2, 3)), *w())]


def mobilenetv2(w, x):
    x = F.relu6(conv_norm(w, x, stride=2))
    for expansion, channels, blocks, first in [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ]:
        for block in range(blocks):
            stride = first if block == 0 else 1
            y = F.relu6(conv_norm(w, x)) if expansion > 1 else x
            y = F.relu6(conv_norm(w, y, stride, groups=y.shape[1]))
            y = conv_norm(w, y)
            x = x + y if stride == 1 and x.shape[1] == channels else y
    x = F.relu6(conv_norm(w, x))
    return [F.linear(x.mean((2, 3)), *w())]


def transformer(w, x):
    x = x.reshape(-1, 64, 128)
    norm = lambda x: F.layer_norm(x, (128,), *w())
    heads = lambda x: x.unflatten(-1, (4, 32)).transpose(1, 2)
    for _ in range(2):
        y = norm(x)
        q, k, v = (heads(F.linear(y, *w())) for _ in range(3))
        read = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        x = x + F.linear(read, *w())
        x = x + F.linear(F.gelu(F.linear(norm(x), *w())), *w())
    return [F.linear(norm(x).mean(1), *w())]


def tabular(w, numbers, codes):
    x = torch.cat([numbers, F.embedding(codes, *w(1)).flatten(1)], 1)
    experts = torch.stack([F.relu(F.linear(x, *w())) for _ in range(4)], 1)

    def task():
        gate = F.linear(x, *w()).softmax(-1)
        mixed = (experts * gate.unsqueeze(-1)).sum(1)
        return F.linear(F.relu(F.linear(mixed, *w())), *w())

    return [task(), task()]


def gru(w, words):
    x = F.embedding(words, *w(1))
    h, _ = torch.gru(x, x.new_zeros(1, x.shape[0], 128), w(4), True, 1, 0.0, True, False, True)
    # Classes second, as the loss wants them.
    return [F.linear(h, *w()).transpose(1, 2)]


NETS = {net.__name__: net for net in [digits, conv4, resnet18, mobilenetv2, mlp, transformer, tabular, gru]}


def exchange_gates(name, tensor):
    """Our gates are z, r, n; those of PyTorch r, z, n. The exchange is its own inverse."""
    if ".gru." not in name:
        return tensor
    z, r, n = tensor.detach().chunk(3)
    return torch.cat([r, z, n])


class Peer:
    def load(self, net, file, learned, threads):
        torch.set_num_threads(threads)
        tensors = {name: exchange_gates(name, tensor) for name, tensor in read(file).items()}
        take = lambda prefix: [tensors.pop(name) for name in list(tensors) if name.startswith(prefix)]
        self.inputs, self.targets = take("input:"), take("target:")
        for name in learned:
            tensors[name].requires_grad_()
        self.net = NETS[net]
        self.tensors = tensors
        self.weights = Weights(tensors)
        self.optimizer = torch.optim.SGD([tensors[name] for name in learned], lr=0.01, momentum=0.9)

    def step(self):
        outputs = self.net(self.weights.start(), *self.inputs)
        loss = sum(F.cross_entropy(output, target) for output, target in zip(outputs, self.targets))
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()

    def write(self, path):
        write(path, {name: exchange_gates(name, tensor) for name, tensor in self.tensors.items()})


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
    elif "memory" in command:
        answer = {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6}
    else:
        peer.step()
        peer.write(command["step"])
        answer = {}
    print(json.dumps(answer), flush=True)
