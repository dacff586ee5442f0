"""Writes pytorch.safetensors, the weights of a small network, and pytorch.json, what it answers: python pytorch.py (needs torch and safetensors)."""
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

here = Path(__file__).parent
torch.manual_seed(0)
model = nn.Module()
model.backbone = nn.Sequential(nn.Conv2d(2, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4))
model.fc = nn.Linear(4 * 5 * 5, 3)


def forward(x):
    return model.fc(torch.relu(model.backbone(x)).flatten(1))


optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(20):
    optimizer.zero_grad()
    forward(3 * torch.randn(16, 2, 5, 5) + 1).square().mean().backward()
    optimizer.step()
model.eval()
x = torch.randn(2, 2, 5, 5)
save_file(model.state_dict(), here / "pytorch.safetensors")
answers = {"x": x.flatten().tolist(), "y": forward(x).flatten().tolist()}
(here / "pytorch.json").write_text(json.dumps({key: [round(value, 7) for value in values] for key, values in answers.items()}) + "\n")
