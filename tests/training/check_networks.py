#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the small CNN in torch as core/training does: the same 200 images of Fashion-MNIST, the same 10,000 to test
on, the same architecture and steps, five seeds. Skipped, and that is said, where torch or the data are not installed.
It takes some minutes of one core.

  tests/training/check_networks.py PROGRAM

Exit code 0: the two mean accuracies are within three standard errors of their difference; 1: they are not.
"""
import csv
import gzip
import math
import os
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "build/release/adapsne"
FOLDER = "/usr/share/datasets/fashion-mnist/"
ROWS, STEPS, BATCH, SHIFT, SEEDS = 200, 600, 32, 3, 5
try:
    import numpy as np
    import torch
    import torch.nn.functional as F
    from torch import nn
except Exception as problem:  # What is installed may not fit together, too.
    sys.exit(print(f"skipped: {problem}"))
if not os.path.isdir(FOLDER):
    sys.exit(print(f"skipped: there is no {FOLDER}"))
torch.set_num_threads(1)


def idx(name, offset, *shape):
    with gzip.open(FOLDER + name) as file:
        return np.frombuffer(file.read(), np.uint8, offset=offset).reshape(shape)


def ours():
    with tempfile.TemporaryDirectory() as folder:
        table = os.path.join(folder, "table.csv")
        subprocess.run([PROGRAM, "compare", "fashion-mnist", "--points", str(ROWS), "--methods", "random", "--ratios",
                        "1", "--seeds", str(SEEDS), "--classifiers", "cnn", "--csv", table], check=True,
                       capture_output=True)
        with open(table) as file:
            return [float(value) for value in next(csv.DictReader(file))["accuracies"].split()]


def theirs(images, labels, test, test_labels, seed):
    torch.manual_seed(seed)
    random = np.random.RandomState(seed)
    mean, deviation = images.mean(), images.std()
    padded = F.pad(torch.from_numpy((images - mean) / deviation)[:, None], (SHIFT,) * 4, mode="replicate")
    layers, channels = [], 1
    for i, width in enumerate((24, 48, 96)):
        layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)]
        layers += ([nn.MaxPool2d(2)] if i < 2 else []) + [nn.ReLU()]
        channels = width
    net = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(96, 10))
    optimizer = torch.optim.AdamW(net.parameters(), lr=4e-3, weight_decay=1e-3)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, (s + 1) / 50) * 0.5 * (1 + math.cos(math.pi * s / STEPS)))
    order = np.empty(0, int)
    for _ in range(STEPS):
        while len(order) < BATCH:
            order = np.concatenate([order, random.permutation(ROWS)])
        rows, order = order[:BATCH], order[BATCH:]
        batch = []
        for row in rows:
            y, x = random.randint(0, 2 * SHIFT + 1, 2)
            image = padded[row, :, y:y + 28, x:x + 28]
            batch.append(image.flip(2) if random.rand() < 0.5 else image)
        loss = F.cross_entropy(net(torch.stack(batch)), labels[rows], label_smoothing=0.1)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rate.step()
    net.eval()
    with torch.no_grad():
        hits = sum((net(torch.from_numpy((test[i:i + 500] - mean) / deviation)[:, None]).argmax(1) ==
                    test_labels[i:i + 500]).sum().item() for i in range(0, len(test), 500))
    return hits / len(test)


train = idx("train-images-idx3-ubyte.gz", 16, 60000, 28, 28)[:ROWS].astype(np.float32)
train_labels = torch.from_numpy(idx("train-labels-idx1-ubyte.gz", 8, 60000)[:ROWS].astype(np.int64))
test = idx("t10k-images-idx3-ubyte.gz", 16, 10000, 28, 28).astype(np.float32)
test_labels = torch.from_numpy(idx("t10k-labels-idx1-ubyte.gz", 8, 10000).astype(np.int64))
a = np.array(ours())
b = np.array([theirs(train, train_labels, test, test_labels, seed) for seed in range(1, SEEDS + 1)])
error = math.sqrt((a.var(ddof=1) + b.var(ddof=1)) / SEEDS)
print(f"adapsne {100 * a.mean():.2f} +- {100 * a.std(ddof=1):.2f} %, torch {100 * b.mean():.2f} +- "
      f"{100 * b.std(ddof=1):.2f} %, difference {100 * (a.mean() - b.mean()):+.2f} +- {100 * error:.2f} points")
sys.exit(abs(a.mean() - b.mean()) > 3 * error)
