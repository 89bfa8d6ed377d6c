#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From people's data to a model that was trained outside the program, timed: docs/training.md is its account.

  tests/export/train_on_exports.py PROGRAM [FOLDER]

Makes 600 photos in 5 folders (of Fashion-MNIST, where it is installed, in odd sizes, one of them broken), a CSV with
ids, dates, gaps and text labels, vectors with labels in another file, and these with pictures in a third place; has
the program choose 60 of each, exports them and the rest, and trains on what was exported with torch. Prints the commands, seconds and accuracies; beside
each, that of as many points at random (the mean of five draws). Needs numpy, Pillow and torch with torchvision.
"""
import csv
import gzip
import os
import random
import shlex
import subprocess
import sys
import tempfile
import time

import numpy
import torch
import torchvision
from PIL import Image

PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/release/adapsne")
FASHION = "/usr/share/datasets/fashion-mnist/train-%s-ubyte.gz"
CLASSES = ["T-shirt", "Trouser", "Pullover", "Dress", "Coat"]
DRAWS = 5


def make_data():
    with gzip.open(FASHION % "images-idx3") as file:
        pixels = numpy.frombuffer(file.read()[16:], "u1").reshape(-1, 28, 28)
    with gzip.open(FASHION % "labels-idx1") as file:
        numbers = file.read()[8:]
    draw, count, vectors, labels = random.Random(3), [0] * 5, [], []
    for i, number in enumerate(numbers):
        if number >= 5 or count[number] == 120:
            continue
        count[number] += 1
        os.makedirs(f"photos/{CLASSES[number]}", exist_ok=True)
        size = draw.choice([60, 80, 120]), draw.choice([60, 80])
        picture = Image.fromarray(pixels[i]).convert("RGB").resize(size)
        picture.save(f"photos/{CLASSES[number]}/IMG_{i:05d}.jpg")
        os.makedirs("scans 2026", exist_ok=True)
        scan = Image.new("RGB", (420, 300), (230, 228, 220))
        scan.paste(Image.fromarray(pixels[i]).resize((280, 280), Image.BICUBIC), (70, 10))
        scan.save(f"scans 2026/{len(labels) + 1}.jpg", quality=88)
        vectors.append(pixels[i].reshape(7, 4, 7, 4).mean((1, 3)).ravel())
        labels.append(CLASSES[number])
        if len(labels) == 600:
            break
    with open("photos/Coat/broken.jpg", "wb") as file:
        file.write(b"\xff\xd8\xff\xe0 not a picture")
    numpy.save("vectors.npy", numpy.array(vectors))
    with open("labels.txt", "w") as file:
        file.write("garment\n" + "\n".join(labels) + "\n")
    with open("customers.csv", "w") as file:
        file.write("customer_id,since,age,income,active,comment,segment\n")
        for i in range(600):
            kind = draw.randrange(3)
            age, income = draw.gauss(30 + 10 * kind, 6), draw.gauss(20000 + 12000 * kind, 6000)
            file.write(f"C{1000 + i},202{draw.randint(0, 4)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d},"
                       f"{'' if draw.random() < .04 else f'{age:.1f}'},"
                       f"{'n/a' if draw.random() < .03 else f'{income:.2f}'},{draw.random() < .3 + .3 * kind},"
                       f"\"said \"\"ok\"\", twice\",{['basic', 'plus', 'gold'][kind]}\n")


def adapsne(*words):
    started = time.monotonic()
    result = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
    print(f"$ adapsne {shlex.join(words)}    # {time.monotonic() - started:.1f} s")
    if result.returncode != 0:
        sys.exit(result.stderr)


def train(model, x, y, steps):
    """Full batches with Adam, cross-entropy; the seed is fixed."""
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=1e-3)
    for _ in range(steps):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    return model.eval()


def accuracy(make_model, train_set, test_set, steps):
    torch.manual_seed(1)
    model = train(make_model(), *train_set, steps)
    with torch.no_grad():
        return (model(test_set[0]).argmax(1) == test_set[1]).float().mean().item()


def judge(make_model, chosen, rest, steps, started):
    found = accuracy(make_model, chosen, rest, steps)
    seconds = time.monotonic() - started
    x, y = torch.cat([chosen[0], rest[0]]), torch.cat([chosen[1], rest[1]])
    by_chance = []
    for draw in range(DRAWS):
        order = torch.randperm(len(y), generator=torch.Generator().manual_seed(draw))
        some, others = order[:len(chosen[1])], order[len(chosen[1]):]
        by_chance.append(accuracy(make_model, (x[some], y[some]), (x[others], y[others]), steps))
    print(f"  trained on {len(chosen[1])}, tested on the other {len(rest[1])}: {100 * found:.1f} % right "
          f"(at random {100 * sum(by_chance) / DRAWS:.1f} %), {seconds:.1f} s in all\n")


def judge_pictures(subset, started):
    to_tensor = torchvision.transforms.Compose([
        torchvision.transforms.Grayscale(), torchvision.transforms.Resize((28, 28)), torchvision.transforms.ToTensor()])
    parts = []
    for part in ("train", "test"):
        folder = torchvision.datasets.ImageFolder(f"{subset}/{part}", to_tensor)
        parts.append((torch.stack([x for x, _ in folder]), torch.tensor([y for _, y in folder])))

    def network():
        return torch.nn.Sequential(torch.nn.Conv2d(1, 16, 3, 2, 1), torch.nn.ReLU(), torch.nn.Conv2d(16, 32, 3, 2, 1),
                                   torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(32 * 49, 5))
    judge(network, *parts, 60, started)


def photos():
    started = time.monotonic()
    adapsne("describe", "photos")
    adapsne("run", "photos", "--classes", "per-class", "--count", "60", "--out", "photos-run")
    adapsne("export", "photos-run", "--out", "photos-subset", "--what", "split")
    judge_pictures("photos-subset", started)


def customers():
    started = time.monotonic()
    options = ["--missing", "mean"]
    adapsne("describe", "customers.csv")
    adapsne("run", "customers.csv", *options, "--classes", "per-class", "--count", "60", "--out", "customers-run")
    adapsne("export", "customers-run", "--out", "customers-subset.csv", "--what", "split")

    def read(path):
        with open(path) as file:
            lines = list(csv.DictReader(file))

        def number(text, otherwise):
            return otherwise if text in ("", "n/a") else float(text)
        x = [[number(r["age"], 40) / 10, number(r["income"], 32000) / 10000, r["active"] == "True"] for r in lines]
        y = [["basic", "plus", "gold"].index(r["segment"]) for r in lines]
        return torch.tensor(x, dtype=torch.float32), torch.tensor(y)
    judge(lambda: torch.nn.Linear(3, 3), read("customers-subset-train.csv"), read("customers-subset-test.csv"), 2000,
          started)


def vectors():
    started = time.monotonic()
    adapsne("describe", "vectors.npy", "--labels", "labels.txt")
    adapsne("run", "vectors.npy", "--labels", "labels.txt", "--classes", "per-class", "--count", "60", "--out",
            "vectors-run")
    adapsne("export", "vectors-run", "--as", "npz", "--out", "vectors-subset.npz", "--what", "split")

    def read(path):
        arrays = numpy.load(path)
        return torch.tensor(arrays["features"] / 255), torch.tensor(arrays["labels"], dtype=torch.long)
    judge(lambda: torch.nn.Linear(49, 5), read("vectors-subset-train.npz"), read("vectors-subset-test.npz"), 500,
          started)


def scans():
    started = time.monotonic()
    options = ["--labels", "labels.txt", "--pictures", "scans 2026"]
    adapsne("describe", "vectors.npy", *options)
    adapsne("run", "vectors.npy", *options, "--classes", "per-class", "--count", "60", "--out", "scans-run")
    adapsne("export", "scans-run", "--as", "images", "--out", "scans-subset", "--what", "split")
    judge_pictures("scans-subset", started)


if not os.path.exists(FASHION % "images-idx3"):
    sys.exit("Fashion-MNIST is not installed (Debian's dataset-fashion-mnist).")
os.environ["OMP_WAIT_POLICY"] = "passive"
torch.set_num_threads(2)
with tempfile.TemporaryDirectory() as temporary:
    os.chdir(sys.argv[2] if len(sys.argv) > 2 else temporary)
    make_data()
    photos()
    customers()
    vectors()
    scans()
    os.chdir("/")
