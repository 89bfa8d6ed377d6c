// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"

namespace adapsne::test {

struct ProcessResult {
  int code = -1;  ///< Exit code, or 128 + signal where one ended it.
  std::string out, err;
};

/// A child process whose output goes to files beside its working folder (pipes could fill up and block it).
class Process {
 public:
  Process(const std::vector<std::string>& arguments, const std::filesystem::path& workingFolder) {
    const std::string outFile = (captured_ / "out").string(), errFile = (captured_ / "err").string();
    std::vector<char*> argv;
    for (const std::string& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
    argv.push_back(nullptr);
    const std::string folder = workingFolder.string();
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("fork failed");
    if (pid_ == 0) {
      const int out = open(outFile.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      const int err = open(errFile.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      if (out < 0 || err < 0 || chdir(folder.c_str()) != 0) _exit(126);
      dup2(out, 1);
      dup2(err, 2);
      execvp(argv[0], argv.data());
      _exit(127);
    }
  }
  ~Process() {
    if (running_) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void signal(int number) { kill(pid_, number); }
  std::string errorsSoFar() const {
    return std::filesystem::exists(captured_ / "err") ? readText(captured_ / "err") : "";
  }
  /// Waits until `reached` or the process's end; false if it ended first.
  bool waitUntil(const std::function<bool()>& reached) {
    for (;;) {
      if (reached()) return true;
      siginfo_t info{};
      if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
          info.si_pid == pid_)
        return reached();
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  ProcessResult wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    running_ = false;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return {code, readText(captured_ / "out"), readText(captured_ / "err")};
  }

 private:
  TemporaryFolder captured_;
  pid_t pid_ = -1;
  bool running_ = true;
};

inline ProcessResult runProcess(const std::vector<std::string>& arguments,
                                const std::filesystem::path& workingFolder) {
  return Process(arguments, workingFolder).wait();
}

}  // namespace adapsne::test
