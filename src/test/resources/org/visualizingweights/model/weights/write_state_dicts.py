"""Writes small files with the same state dict in every form: python3 write_state_dicts.py FOLDER

Those beside this script were written by PyTorch 1.13 (Debian 12) and, small.safetensors, by
Hugging Face's safetensors 0.8.0; without that library its file is left out.
"""
import argparse
import collections
import datetime
import pathlib
import sys

import numpy
import torch

base = torch.arange(10.0)
tensors = collections.OrderedDict(
    matrix=torch.arange(6.0).reshape(2, 3),
    transposed=torch.arange(6.0).reshape(2, 3).t(),
    base=base,
    view=base[2:8:2],
    expanded=torch.tensor([7.0]).expand(2, 2),
    none=torch.zeros(0, 3),
    parameter=torch.nn.Parameter(torch.tensor([0.5, -0.25])),
    half=torch.tensor([1.0, -2.5, 65504.0, 6e-8, float("inf")]).half(),
    bfloat16=torch.tensor([1.0, -2.5, 1e38]).bfloat16(),
    double=torch.tensor([0.1, 1e300], dtype=torch.float64),
    num_batches_tracked=torch.tensor(12345),
    byte=torch.tensor([0, 255], dtype=torch.uint8),
    flags=torch.tensor([True, False]),
)


def checkpoint():
    """As training scripts save them: with the epoch, the optimizer, and DataParallel's names."""
    layer = torch.nn.Linear(2, 1)
    optimizer = torch.optim.AdamW(layer.parameters())
    layer(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    return {
        "epoch": 3,
        "arch": "resnet18",
        "state_dict": collections.OrderedDict(("module." + k, v) for k, v in tensors.items()),
        "best_acc1": torch.tensor(69.75),
        "optimizer": optimizer.state_dict(),
        "losses": [2.5, 1.5],
    }


class Scheduler:
    """A class that nobody else has, with a method for an attribute, and itself among its own."""

    def __init__(self):
        self.itself = (self,)
        self.anneal = self.linear

    def linear(self):
        return 0


def crowded():
    """With what else people keep beside a state dict."""
    loop = ([],)
    loop[0].append(loop)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(3))], 0.1, momentum=0.9)
    schedulers = torch.optim.lr_scheduler
    return {
        "model": tensors,
        "best_acc1": numpy.float64(69.7),
        "scores": numpy.arange(3.0),
        "rng": numpy.random.RandomState(1).get_state(),
        "args": argparse.Namespace(lr=0.1, out=pathlib.PurePosixPath("/data")),
        "cycle": schedulers.OneCycleLR(optimizer, 0.1, total_steps=10).state_dict(),
        "steps": schedulers.MultiStepLR(optimizer, [3]).state_dict(),
        "scheduler": Scheduler(),
        "loop": loop,
        "history": collections.defaultdict(list, {"loss": [2.5, 1.5]}),
        "seen": collections.Counter("abba"),
        "tags": {"a", "b"},
        "frozen": frozenset([1]),
        "bytes": b"12",
        "array": bytearray(b"12"),
        "complex": torch.zeros(2, dtype=torch.complex64),
        "sparse": torch.eye(2).to_sparse(),
        "size": torch.Size([3]),
        "type": torch.float16,
        "device": torch.device("cpu"),
        "ended": datetime.datetime(2024, 1, 1),
        "by": {0.5: 1, True: 2, (0, 1): 3, None: 4, torch.float16: 5},
        "large": (1 << 4000, -1),
    }


folder = sys.argv[1]
torch.save(tensors, folder + "/small.pth")
torch.save(tensors, folder + "/small-legacy.pth", _use_new_zipfile_serialization=False)
torch.save(checkpoint(), folder + "/checkpoint.pth")
torch.save(checkpoint(), folder + "/checkpoint-legacy.pth", _use_new_zipfile_serialization=False)
for protocol in range(2, 6):
    torch.save(crowded(), f"{folder}/crowded-{protocol}.pth", pickle_protocol=protocol)
torch.save(tensors, folder + "/small-4-legacy.pth", pickle_protocol=4, _use_new_zipfile_serialization=False)
try:
    from safetensors.torch import save_file
except ImportError:
    sys.exit()
save_file({k: v.detach().clone().contiguous() for k, v in tensors.items()}, folder + "/small.safetensors")
