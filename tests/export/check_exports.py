#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens what `adapsne export` writes in the programs that people train with: numpy, h5py, Pillow, torch with
torchvision, and Python's own csv, json, tarfile. What is not installed is skipped, and that is said.

  tests/export/check_exports.py PROGRAM

Exit code 0: all checks held; 1: one did not.
"""
import csv
import gzip
import importlib
import json
import os
import struct
import subprocess
import sys
import tarfile
import tempfile

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "build/release/adapsne"
skipped, faults, checked = [], [], []


def module(name):
    try:
        return importlib.import_module(name)
    except Exception as problem:  # What is installed may not fit together, too.
        skipped.append(f"{name} ({problem})")
        return None


numpy, h5py, image = module("numpy"), module("h5py"), module("PIL.Image")
torchvision = module("torch") and module("torchvision")


def adapsne(*words, ok=True):
    result = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
    if ok and result.returncode != 0:
        raise RuntimeError(f"adapsne {' '.join(words)}: {result.stderr.strip()}")
    return result


def check(what, holds):
    checked.append(what)
    if not holds:
        faults.append(what)


def run(data, out, *options):
    adapsne("run", data, "--method", "nms-ideal", "--iterations", "20", "--ratio", "0.2", "--out", out, *options)


def rows_of(run_folder):
    with open(os.path.join(run_folder, "subset.csv")) as file:
        return [int(line["row"]) for line in csv.DictReader(file)]


def weights_of(path):
    with open(path) as file:
        return {int(line["row"]): int(line["weight"]) for line in csv.DictReader(file)}


def check_sparse():
    sparse = module("scipy.sparse")
    if not sparse:
        return
    matrix = sparse.random(60, 30, 0.2, random_state=1)
    with open("some.txt", "w") as file:
        file.write("3\n7\n20\n59\n")
    for form in ("csr", "csc", "coo"):
        sparse.save_npz(f"{form}.npz", matrix.asformat(form))
        adapsne("export", f"{form}.npz", "--rows", "some.txt", "--out", f"{form}-sub.npz")
        sub, wanted = sparse.load_npz(f"{form}-sub.npz"), matrix.tocsr()[[3, 7, 20, 59]]
        check(f"scipy loads {form}", sub.format == form and sub.shape == (4, 30) and sub.dtype == matrix.dtype
              and (sub.tocsr() != wanted).nnz == 0)


def check_table():
    lines = [f'{i},"name, {i}\nof {i % 3}",{i * 0.5 + 1e9},{i % 7},c{i % 3}\r\n' for i in range(60)]
    with open("table.csv", "w", newline="") as file:
        file.write("id,note,time,v,label\r\n" + "".join(lines))
    run("table.csv", "table-run")
    rows = rows_of("table-run")
    adapsne("export", "table-run", "--out", "sub table.csv")
    with open("sub table.csv", newline="") as file:
        text = file.read()
    check("a table's lines byte for byte", text == "id,note,time,v,label\r\n" + "".join(lines[r] for r in rows))
    parsed = list(csv.DictReader(text.splitlines(keepends=True)))
    check("csv reads its rows", [int(r["id"]) for r in parsed] == rows)
    weights = weights_of("sub table.csv.weights.csv")
    check("weights count all points", list(weights) == rows and sum(weights.values()) == 60)
    adapsne("export", "table-run", "--out", "sub.csv.gz", "--what", "rest")
    with gzip.open("sub.csv.gz", "rt", newline="") as file:
        rest = [r for r in range(60) if r not in rows]
        check("gzip reads the rest", file.read() == "id,note,time,v,label\r\n" + "".join(lines[r] for r in rest))
    with open("sub table.csv.provenance.json") as file:
        origin = json.load(file)
    check("provenance names hash, options, seed, version",
          len(origin["dataset"]["hash"]) == 32 and origin["options"]["ratio"] == 0.2 and "seed" in origin
          and origin["program"].startswith("AdapSNE Studio "))
    for name in ("sub table.csv", "sub table.csv.weights.csv", "sub table.csv.provenance.json"):
        os.remove(name)
    subprocess.run(["rm", "-r", "table-run"], check=True)
    for command in origin["commands"]:
        subprocess.run(command.replace("adapsne", PROGRAM, 1), shell=True, check=True, capture_output=True)
    with open("sub table.csv", newline="") as file:
        check("the commands of the provenance give it again", file.read() == text)


def check_lines():
    with open("t.jsonl", "w") as file:
        for i in range(40):
            file.write(json.dumps({"id": i, "v": [i % 5, i * 0.25], "label": "ab"[i % 2]}) + "\n")
    run("t.jsonl", "jsonl-run")
    adapsne("export", "jsonl-run", "--out", "s.jsonl")
    with open("s.jsonl") as file:
        check("json reads the lines", [json.loads(line)["id"] for line in file] == rows_of("jsonl-run"))


def check_arrays():
    random = numpy.random.default_rng(1)
    values = random.normal(size=(50, 6))
    for name, array in (("c", values), ("fortran", numpy.asfortranarray(values)), ("int", (values * 100).astype(">i4")),
                        ("images", random.integers(0, 256, (50, 5, 4), dtype=numpy.uint8))):
        numpy.save(name + ".npy", array)
        run(name + ".npy", name + "-run")
        adapsne("export", name + "-run", "--out", name + "-sub.npy")
        sub, rows = numpy.load(name + "-sub.npy"), rows_of(name + "-run")
        check(f"numpy loads {name}.npy", sub.dtype == array.dtype and numpy.array_equal(sub, array[rows])
              and sub.flags.f_contiguous == array.flags.f_contiguous)
    labels, names = random.integers(0, 3, 50), numpy.array(["p%d" % i for i in range(50)])
    numpy.savez_compressed("a.npz", X=values.astype("f4"), y=labels, names=names, scale=numpy.float64(3))
    run("a.npz", "npz-run")
    adapsne("export", "npz-run", "--out", "a-sub.npz")
    sub, rows = numpy.load("a-sub.npz"), rows_of("npz-run")
    check("numpy loads an archive", numpy.array_equal(sub["X"], values[rows].astype("f4"))
          and numpy.array_equal(sub["y"], labels[rows]) and list(sub["names"]) == list(names[rows])
          and sub["scale"] == 3 and sub["y"].dtype == labels.dtype)
    check_sparse()
    adapsne("export", "npz-run", "--as", "rows", "--out", "rows.npy")
    check("numpy loads row numbers", list(numpy.load("rows.npy")) == rows)
    run("digits", "digits-run", "--points", "200")
    rows = rows_of("digits-run")
    adapsne("export", "digits-run", "--as", "npz", "--out", "digits.npz")
    adapsne("export", "digits-run", "--as", "idx", "--out", "digits-images-idx3-ubyte")
    sub = numpy.load("digits.npz")
    with open("digits-images-idx3-ubyte", "rb") as file:
        head, pixels = struct.unpack(">4B3I", file.read(16)), numpy.frombuffer(file.read(), dtype=numpy.uint8)
    check("an IDX pair by hand", head == (0, 0, 8, 3, len(rows), 8, 8)
          and numpy.array_equal(pixels.reshape(len(rows), 64), sub["features"]))
    adapsne("export", "digits-run", "--as", "svm", "--out", "digits.svm")
    with open("digits.svm") as file:
        table = numpy.zeros((len(rows), 64))
        for i, line in enumerate(file):
            for pair in line.split()[1:]:
                index, value = pair.split(":")
                table[i, int(index) - 1] = float(value)
    check("svmlight by hand", numpy.array_equal(table, sub["features"]))
    adapsne("export", "digits-run", "--as", "webdataset", "--out", "digits.tar")
    with tarfile.open("digits.tar") as tar:
        names = tar.getnames()
        check("tarfile reads a WebDataset", len(names) == 3 * len(rows)
              and [json.load(tar.extractfile(n))["row"] for n in names if n.endswith(".json")] == rows)


def check_pictures():
    random = numpy.random.default_rng(2)
    for name in ("cat", "dog", "h\u00e4hn/chen".replace("/", " ")):
        os.makedirs(os.path.join("photos", name))
        for i in range(12):
            pixels = random.integers(0, 256, (8 + i % 2, 9, 3), dtype=numpy.uint8)
            image.fromarray(pixels).save(os.path.join("photos", name, f"{i}.{'png' if i % 2 else 'jpg'}"))
    if adapsne("run", "photos", "--out", "photos-run", "--iterations", "20", "--ratio", "0.4", "--method", "nms-ideal",
               ok=False).returncode != 0:
        skipped.append("image folders (this program does not read them)")
        return
    adapsne("export", "photos-run", "--out", "photos-sub")
    adapsne("export", "photos-run", "--out", "photos-links", "--files", "symbolic", "--what", "split")
    with open("photos-sub/metadata.csv") as file:
        table = list(csv.DictReader(file))
    check("metadata names every picture", len(table) == len(rows_of("photos-run")) and all(
        image.open(os.path.join("photos-sub", row["file_name"])).size[0] == 9 for row in table))
    check("weights count all pictures", sum(int(row["weight"]) for row in table) == 36)
    check("pictures are the originals' bytes", all(
        open(os.path.join("photos-sub", row["file_name"]), "rb").read()
        == open(os.path.join("photos", row["label"], os.path.basename(row["file_name"])), "rb").read()
        for row in table))
    if torchvision is None:
        return
    folder = torchvision.datasets.ImageFolder("photos-sub", transform=torchvision.transforms.ToTensor())
    check("torchvision opens it", len(folder) == len(table) and sorted(folder.classes)
          == sorted({row["label"] for row in table}) and folder[0][0].shape[0] == 3)
    parts = [torchvision.datasets.ImageFolder(os.path.join("photos-links", part)) for part in ("train", "test")]
    check("torchvision opens a split of links", len(parts[0]) == len(table) and len(parts[0]) + len(parts[1]) == 36)
    adapsne("export", "digits-run", "--as", "images", "--out", "digits-folder")
    digits = torchvision.datasets.ImageFolder("digits-folder")
    check("torchvision opens pictures of pixels", len(digits) == len(rows_of("digits-run"))
          and digits[0][0].size == (8, 8))


def check_tensors():
    """Without the package: a length, JSON, bytes."""
    rows, expected = rows_of("digits-run"), numpy.load("digits.npz")
    adapsne("export", "digits-run", "--as", "safetensors", "--out", "digits.safetensors")
    with open("digits.safetensors", "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        content = file.read()

    def tensor(name):
        types = {"U8": "u1", "I32": "<i4", "F32": "<f4"}
        begin, end = header[name]["data_offsets"]
        return numpy.frombuffer(content[begin:end], types[header[name]["dtype"]]).reshape(header[name]["shape"])
    check("safetensors by hand", numpy.array_equal(tensor("features").reshape(len(rows), 64), expected["features"])
          and numpy.array_equal(tensor("labels"), expected["labels"])
          and json.loads(header["__metadata__"]["class_names"]) == list(expected["class_names"])
          and max(header[name]["data_offsets"][1] for name in ("features", "labels")) == len(content))
    library = module("safetensors.numpy")
    if library:
        check("safetensors opens it", numpy.array_equal(library.load_file("digits.safetensors")["labels"],
                                                        expected["labels"]))
    adapsne("export", "digits.safetensors", "--rows", write_rows([0, 3]), "--out", "two.safetensors")
    check("safetensors leave as such", json.loads(adapsne("describe", "two.safetensors", "--json").stdout)["points"] == 2)


def write_rows(rows):
    with open("rows.txt", "w") as file:
        file.write("".join(f"{row}\n" for row in rows))
    return "rows.txt"


def check_hdf5():
    expected = numpy.load("digits.npz")
    adapsne("export", "digits-run", "--as", "h5", "--out", "digits.h5")
    with h5py.File("digits.h5") as file:
        check("h5py opens it", numpy.array_equal(file["features"][:].reshape(-1, 64), expected["features"])
              and file["features"].dtype == numpy.uint8 and numpy.array_equal(file["labels"][:], expected["labels"])
              and list(file["class_names"].asstr()[:]) == list(expected["class_names"]))
    adapsne("export", "digits.h5", "--rows", write_rows([1, 4, 5]), "--out", "three.h5")
    with h5py.File("three.h5") as file:
        check("an HDF5 file leaves as one", numpy.array_equal(file["features"][:].reshape(-1, 64),
                                                              expected["features"][[1, 4, 5]]))
    # As AnnData writes a square matrix of columns.
    dense = numpy.zeros((40, 40), "f4")
    dense[numpy.arange(40), (numpy.arange(40) * 7 + 3) % 40] = numpy.arange(1, 41)
    dense[:, 0] += 0.5
    columns = [numpy.nonzero(dense[:, j])[0] for j in range(40)]
    with h5py.File("square.h5ad", "w") as file:
        group = file.create_group("X")
        group.attrs["encoding-type"] = "csc_matrix"
        group.attrs["encoding-version"] = "0.1.0"
        group.attrs["shape"] = dense.shape
        group["data"] = numpy.concatenate([dense[rows, j] for j, rows in enumerate(columns)])
        group["indices"] = numpy.concatenate(columns)
        group["indptr"] = numpy.cumsum([0] + [len(rows) for rows in columns])
    adapsne("export", "square.h5ad", "--as", "npy", "--rows", write_rows(range(40)), "--out", "square.npy")
    check("a square csc matrix of h5py is read by columns", numpy.array_equal(numpy.load("square.npy"), dense))


PROGRAM = os.path.abspath(PROGRAM)
os.environ["OMP_WAIT_POLICY"] = "passive"
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    check_table()
    check_lines()
    if numpy:
        check_arrays()
    if numpy and image:
        check_pictures()
    if numpy:
        check_tensors()
    if numpy and h5py:
        check_hdf5()
    os.chdir("/")
for what in checked:
    print(("FAULT    " if what in faults else "holds    ") + what)
for what in skipped:
    print("skipped  " + what)
sys.exit(1 if faults else 0)
