// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sessions/session_state.h"

#include <gtest/gtest.h>

#include "core/pipeline/schema.h"
#include "core/support/error.h"

namespace adapsne {
namespace {

SessionState someState() {
  SessionState state;
  state.source = "/data/two words/ü.csv";
  setOption(state.options, optionSpec("perplexity"), std::string("12.5"));
  setOption(state.options, optionSpec("label-column"), std::string("kind"));
  state.runs = {{"7", "the \"second\"", true, "/somewhere/run"}, {"3", "first", false, ""}};
  state.shown = {1, 0};
  state.current = 1;
  state.selected = {0, 4, 9};
  state.inspected = 4;
  state.muted = {0, 1, 0};
  state.camera = KeptCamera{-1.25, 3, 17.5};
  state.page = "guide";
  state.closed = true;
  return state;
}

std::string problemOf(const std::string& text) {
  try {
    parseSession(text, "session.json");
    return "";
  } catch (const Error& e) {
    EXPECT_EQ(e.where(), "session.json");
    EXPECT_NE(e.remedy().find("runs"), std::string::npos);
    return e.problem();
  }
}

TEST(SessionState, IsReadAsItWasWritten) {
  for (const SessionState& state : {someState(), SessionState()}) {
    const std::string text = sessionText(state);
    const SessionState read = parseSession(text, "session.json");
    EXPECT_EQ(sessionText(read), text);
    EXPECT_EQ(read.source, state.source);
    EXPECT_EQ(read.runs, state.runs);
    EXPECT_EQ(read.shown, state.shown);
    EXPECT_EQ(read.selected, state.selected);
    EXPECT_EQ(read.camera, state.camera);
    EXPECT_EQ(read.closed, state.closed);
    EXPECT_EQ(read.options.perplexity, state.options.perplexity);
    EXPECT_EQ(read.options.dataset, state.options.dataset);
  }
}

TEST(SessionState, WhateverIsMissingOrDamagedIsNamed) {
  const std::string text = sessionText(someState());
  for (size_t length = 0; length + 2 < text.size(); length += 37)
    EXPECT_NE(problemOf(text.substr(0, length)), "") << length;
  const auto with = [&](const std::string& old, const std::string& now) {
    std::string changed = text;
    const size_t at = changed.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return changed.replace(at, old.size(), now);
  };
  EXPECT_NE(problemOf(with("adapsne-session", "adapsne-run")).find("no session"), std::string::npos);
  EXPECT_NE(problemOf(with("\"format_version\": 1", "\"format_version\": 2")).find("later program"),
            std::string::npos);
  EXPECT_NE(problemOf(with("\"folder\": \"7\"", "\"folder\": \"../7\"")), "") << "leads out of the session";
  EXPECT_NE(problemOf(with("\"folder\": \"7\"", "\"folder\": \"..\"")), "");
  EXPECT_NE(problemOf(with("\"perplexity\"", "\"perplexitty\"")).find("perplexity"), std::string::npos);
  EXPECT_NE(problemOf(with("17.5", "-1")), "");
  EXPECT_NE(problemOf(with("\"current\": 1", "\"current\": 2")), "");
}

TEST(SessionState, AMapShowsOnlyRunsThatAreThere) {
  SessionState state = someState();
  state.shown = {2, 0};
  EXPECT_NE(problemOf(sessionText(state)).find("not there"), std::string::npos);
}

}  // namespace
}  // namespace adapsne
