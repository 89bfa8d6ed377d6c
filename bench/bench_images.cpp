// SPDX-License-Identifier: GPL-3.0-or-later
// What reading a folder of pictures costs: makes JPEGs of noise over gradients in a temporary folder, in ten
// subfolders, and opens them as a dataset, then cancels at five moments of another opening.
//   bench_images [threads [SIZE:COUNT,...]]       2 32x32:60000,500x400:10000,4000x3000:50
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <jpeglib.h>

#include "core/catalogue/catalogue.h"
#include "core/support/random.h"

using namespace adapsne;

namespace {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point then) {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

/// Of all threads together: what a machine that others use too can be judged by.
double processorSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// A picture as photographs are to a decoder: large shapes and some noise, quality 90, 4:2:0.
std::string jpegOf(int width, int height, uint64_t seed) {
  RandomStream random(seed, 0x706963);
  std::vector<uint8_t> row(3 * static_cast<size_t>(width));
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &memory, &size);
  jpeg.image_width = static_cast<unsigned>(width);
  jpeg.image_height = static_cast<unsigned>(height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, 90, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  const uint64_t shift = random.below(256);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c)
        row[3 * static_cast<size_t>(x) + static_cast<size_t>(c)] = static_cast<uint8_t>(
            (shift + static_cast<uint64_t>((c + 1) * x * 200 / width + y * 150 / height) / 2 +
             random.below(24)) &
            255);
    JSAMPROW here = row.data();
    jpeg_write_scanlines(&jpeg, &here, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string bytes(reinterpret_cast<char*>(memory), size);
  std::free(memory);
  return bytes;
}

/// Returns the megabytes that were written.
double makePictures(const fs::path& folder, int width, int height, int count) {
  constexpr int kDistinct = 200;
  std::vector<std::string> pictures;
  for (int i = 0; i < std::min(count, kDistinct); ++i)
    pictures.push_back(jpegOf(width, height, static_cast<uint64_t>(i)));
  double bytes = 0;
  for (int i = 0; i < count; ++i) {
    const fs::path place = folder / ("class" + std::to_string(i % 10));
    if (i < 10) fs::create_directories(place);
    const std::string& picture = pictures[static_cast<size_t>(i) % pictures.size()];
    std::ofstream(place / (std::to_string(i) + ".jpg"), std::ios::binary) << picture;
    bytes += static_cast<double>(picture.size());
  }
  return bytes / 1e6;
}

/// The longest that an opening went on after it was cancelled, in milliseconds.
double longestCancel(const fs::path& folder, int threads, double seconds) {
  double longest = 0;
  for (const double share : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    RunControl control(threads);
    Clock::time_point cancelled;
    std::thread canceller([&] {
      std::this_thread::sleep_for(std::chrono::duration<double>(share * seconds));
      cancelled = Clock::now();
      control.cancel();
    });
    bool ended = false;
    double delay = 0;
    try {
      openDataset(folder.string(), {}, 1, control);
      ended = true;
    } catch (const Cancelled&) {
    }
    const Clock::time_point now = Clock::now();
    canceller.join();
    if (!ended) delay = std::chrono::duration<double>(now - cancelled).count();
    longest = std::max(longest, 1e3 * delay);
  }
  return longest;
}

}  // namespace

int main(int argc, char** argv) try {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 2;
  std::istringstream sets(argc > 2 ? argv[2] : "32x32:60000,500x400:10000,4000x3000:50");
  std::printf("%d threads; seconds of wall clock / of the processor\n", threads);
  std::printf("%12s %9s %9s %17s %12s %12s\n", "pictures", "count", "MB", "open s", "a second", "cancel ms");
  for (std::string set; std::getline(sets, set, ',');) {
    int width = 0, height = 0, count = 0;
    if (std::sscanf(set.c_str(), "%dx%d:%d", &width, &height, &count) != 3) return 2;
    std::string name = (fs::temp_directory_path() / "adapsne-images-XXXXXX").string();
    const fs::path folder = mkdtemp(name.data());
    const double megabytes = makePictures(folder, width, height, count);
    RunControl control(threads);
    const Clock::time_point started = Clock::now();
    const double before = processorSeconds();
    const DatasetPtr dataset = openDataset(folder.string(), {}, 1, control);
    const double seconds = secondsSince(started), processor = processorSeconds() - before;
    const double cancel = longestCancel(folder, threads, seconds);
    std::printf("%6dx%-5d %9lld %9.1f %8.2f / %6.2f %12.0f %12.1f\n", width, height,
                static_cast<long long>(dataset->points), megabytes, seconds, processor, count / seconds,
                cancel);
    std::fflush(stdout);
    fs::remove_all(folder);
  }
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
