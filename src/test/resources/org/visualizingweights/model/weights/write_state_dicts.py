"""Writes small files with the same state dict in every form: python3 write_state_dicts.py FOLDER

Those beside this script were written by PyTorch 1.13 (Debian 12) and, small.safetensors, by
Hugging Face's safetensors 0.8.0; without that library its file is left out.
"""
import collections
import sys

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


folder = sys.argv[1]
torch.save(tensors, folder + "/small.pth")
torch.save(tensors, folder + "/small-legacy.pth", _use_new_zipfile_serialization=False)
torch.save(checkpoint(), folder + "/checkpoint.pth")
torch.save(checkpoint(), folder + "/checkpoint-legacy.pth", _use_new_zipfile_serialization=False)
try:
    from safetensors.torch import save_file
except ImportError:
    sys.exit()
save_file({k: v.detach().clone().contiguous() for k, v in tensors.items()}, folder + "/small.safetensors")
