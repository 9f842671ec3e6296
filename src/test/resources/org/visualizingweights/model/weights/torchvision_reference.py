"""torchvision's side of a comparison.

python3 torchvision_reference.py write FOLDER
    writes the state dict of a ResNet-18 of 10 classes as zip.pth and legacy.pth, as half.pth in
    half precision, and its values one tensor after the other as values.f32
python3 torchvision_reference.py evaluate FILE.safetensors INPUT OUTPUT
    loads the file strictly into a ResNet-18 of 10 classes and writes the logits of INPUT, images
    [batch, 3, 32, 32], to OUTPUT; both are files of floats
"""
import json
import struct
import sys

import numpy
import torch
import torchvision

DTYPES = {"F32": torch.float32, "F16": torch.float16, "I64": torch.int64}


def write(folder):
    torch.manual_seed(1)
    model = torchvision.models.resnet18(num_classes=10)
    model(torch.randn(4, 3, 32, 32))  # running statistics that are not all 0 and 1
    tensors = model.state_dict()
    torch.save(tensors, folder + "/zip.pth")
    torch.save(tensors, folder + "/legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(model.half().state_dict(), folder + "/half.pth")
    with open(folder + "/values.f32", "wb") as out:
        for tensor in torch.load(folder + "/zip.pth").values():
            out.write(tensor.float().numpy().astype("<f4").tobytes())


def read_safetensors(file):
    with open(file, "rb") as source:
        header = json.loads(source.read(struct.unpack("<Q", source.read(8))[0]))
        data = bytearray(source.read())
    header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = torch.frombuffer(data[begin:end], dtype=DTYPES[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"])
    return tensors


def evaluate(file, images, logits):
    model = torchvision.models.resnet18(num_classes=10)
    model.load_state_dict(read_safetensors(file), strict=True)
    batch = torch.from_numpy(numpy.fromfile(images, "<f4")).reshape(-1, 3, 32, 32)
    with torch.no_grad():
        model.eval()(batch).numpy().astype("<f4").tofile(logits)


torch.set_num_threads(1)
{"write": write, "evaluate": evaluate}[sys.argv[1]](*sys.argv[2:])
