// SPDX-License-Identifier: GPL-3.0-or-later
// What was reproduced, as text, as JSON and as a page.
#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/claims/reproduce.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

std::string escaped(const std::string& text) {
  std::string html;
  for (const char c : text) {
    if (c == '&')
      html += "&amp;";
    else if (c == '<')
      html += "&lt;";
    else if (c == '>')
      html += "&gt;";
    else if (c == '"')
      html += "&quot;";
    else
      html += c;
  }
  return html;
}

/// As it stands in the page: "&minus;2.4 &plusmn; 0.3".
std::string htmlGain(const ClaimCondition& condition) {
  std::string text = gainText(condition);
  if (text.front() == '-' && text.size() > 1) text.replace(0, 1, "&minus;");
  if (const size_t at = text.find("+-"); at != std::string::npos) text.replace(at, 2, "&plusmn;");
  return text;
}

std::string armText(const ClaimArm& arm) {
  const Estimate e = estimate(arm.values);
  const int digits = std::abs(e.mean) < 10 ? 2 : 1;
  return arm.name + ": " + format("%.*f", digits, e.mean) +
         (std::isfinite(e.deviation) ? format(" (%.*f)", digits, e.deviation) : "");
}

std::string armsText(const ClaimCondition& condition) {
  std::string text;
  for (const ClaimArm& arm : condition.arms) text += (text.empty() ? "" : ", ") + armText(arm);
  return text;
}

std::string about(const ClaimsReport& r) {
  return r.data + ": " + std::to_string(r.seeds) + " pools of " + std::to_string(r.points) +
         " points, one a seed (" + std::to_string(r.firstSeed) + " to " +
         std::to_string(r.firstSeed + static_cast<uint64_t>(r.seeds) - 1) + "), each with " +
         std::to_string(r.heldOut) + " rows held out";
}

const char* classOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::Yes:
      return "yes";
    case Outcome::Smaller:
      return "smaller";
    case Outcome::No:
      return "no";
    case Outcome::Unknown:
      break;
  }
  return "unknown";
}

/// The values that the charts of a claim's conditions show, 0 among them.
struct Range {
  double low = 0, high = 0;
  void add(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  double at(double value, double width) const {
    return high > low ? (value - low) / (high - low) * width : 0;
  }
};

Range rangeOf(const std::vector<ClaimCondition>& conditions) {
  Range range;
  for (const ClaimCondition& c : conditions) {
    const Estimate e = c.gain();
    for (const double value : c.gains) range.add(value);
    range.add(e.mean - 2 * e.standardError);
    range.add(e.mean + 2 * e.standardError);
    range.add(c.claimed);
  }
  return range;
}

/// A line of two standard errors either way, each seed's gain as a dot, 0 and the claimed size as strokes.
std::string chart(const ClaimCondition& c, const Range& range) {
  constexpr double kWidth = 220, kHeight = 22, kEdge = 6, kMiddle = kHeight / 2;
  const auto x = [&](double value) { return kEdge + range.at(value, kWidth - 2 * kEdge); };
  const auto line = [&](const char* kind, double x1, double y1, double x2, double y2) {
    return format("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", kind, x1, y1, x2,
                  y2);
  };
  std::string svg = format("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">", kWidth, kHeight,
                           escaped(gainText(c)).c_str());
  svg += line("zero", x(0), 1, x(0), kHeight - 1);
  if (c.claimed > 0) svg += line("claimed", x(c.claimed), 1, x(c.claimed), kHeight - 1);
  const Estimate e = c.gain();
  if (std::isfinite(e.standardError))
    svg += line("error", x(e.mean - 2 * e.standardError), kMiddle, x(e.mean + 2 * e.standardError), kMiddle);
  for (const double value : c.gains)
    if (std::isfinite(value))
      svg += format("<circle class=\"seed\" cx=\"%.1f\" cy=\"%.1f\" r=\"2\"/>", x(value), kMiddle);
  if (std::isfinite(e.mean))
    svg += format("<circle class=\"mean %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", classOf(c.outcome()),
                  x(e.mean), kMiddle);
  return svg + "</svg>";
}

constexpr const char* kStyle = R"(
:root{color-scheme:light dark;--ground:#fff;--text:#1c2126;--quiet:#5b656f;--line:#d6dbe0;--card:#f6f7f9;
--yes:#17784a;--smaller:#8a6100;--no:#b3372c;--unknown:#5b656f}
@media(prefers-color-scheme:dark){:root{--ground:#15181c;--text:#e4e7ea;--quiet:#9aa4ae;--line:#343a41;--card:#1d2126;
--yes:#5cc48f;--smaller:#e0b04c;--no:#f08a7e;--unknown:#9aa4ae}}
@media print{:root{color-scheme:light;--ground:#fff;--text:#000;--quiet:#444;--line:#bbb;--card:#fff;
--yes:#17784a;--smaller:#8a6100;--no:#b3372c;--unknown:#444}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:62rem;background:var(--ground);color:var(--text);
font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .3rem}h2{font-size:1.2rem;margin:0}
p{margin:.4rem 0;max-width:46rem}.quiet{color:var(--quiet)}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
section{border-top:1px solid var(--line);padding:1.2rem 0 .4rem;margin-top:1.2rem}
.head{display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:baseline;justify-content:space-between}
.verdict{font-weight:600}
table{border-collapse:collapse;width:100%;margin-top:.7rem;font-size:.93rem}
th{text-align:left;font-weight:600;color:var(--quiet);border-bottom:1px solid var(--line);padding:.25rem .6rem .25rem 0}
td{vertical-align:top;border-bottom:1px solid var(--line);padding:.4rem .6rem .4rem 0}
td.gain{white-space:nowrap;font-variant-numeric:tabular-nums}td.chart{width:15rem}
svg{display:block;width:100%;max-width:15rem;height:auto}
.arms{display:block;color:var(--quiet);font-size:.88em;font-variant-numeric:tabular-nums}
.zero{stroke:var(--quiet);stroke-width:1}.claimed{stroke:var(--quiet);stroke-width:1;stroke-dasharray:2 2}
.error{stroke:var(--text);stroke-width:1.5}.seed{fill:var(--ground);stroke:var(--text);stroke-width:1}
.yes{color:var(--yes);fill:var(--yes)}.smaller{color:var(--smaller);fill:var(--smaller)}
.no{color:var(--no);fill:var(--no)}.unknown{color:var(--unknown);fill:var(--unknown)}
nav{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.6rem;margin:1rem 0}
nav a{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.5rem .7rem;color:inherit;
text-decoration:none}nav b{display:block}
@media screen and (max-width:40rem){thead{display:none}tr{display:block;border-bottom:1px solid var(--line);padding:.5rem 0}
td{display:block;border:0;padding:.1rem 0}td.chart{width:auto}}
@media print{html{font-size:11px}body{font-size:11px}tr,.head,h2{break-inside:avoid}.head,thead{break-after:avoid}}
)";

const char* classOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::Holds:
      return "yes";
    case Verdict::DoesNotHold:
      return "no";
    case Verdict::Depends:
      return "smaller";
    case Verdict::Unknown:
      break;
  }
  return "unknown";
}

std::string sectionOf(const ClaimResult& result) {
  std::string html = "<section id=\"" + result.claim.name + "\"><div class=\"head\"><h2>" +
                     escaped(result.claim.title) + "</h2><span class=\"verdict " + classOf(result.verdict()) +
                     "\">" + escaped(result.conclusion()) + "</span></div>\n<p>" +
                     escaped(result.claim.statement) + "</p><p class=\"quiet\">" +
                     escaped(result.claim.measured) +
                     "</p>\n<table><thead><tr><th>Condition</th><th>Gain</th>"
                     "<th></th><th>Gained?</th></tr></thead><tbody>\n";
  const Range range = rangeOf(result.conditions);
  for (const ClaimCondition& c : result.conditions) {
    html += "<tr><td>" + escaped(c.name) + "<span class=\"arms\">" + escaped(armsText(c)) +
            "</span></td><td class=\"gain\">" + htmlGain(c) + "<span class=\"arms\">" + escaped(c.unit) +
            "</span></td><td class=\"chart\">" + chart(c, range) + "</td><td class=\"" +
            classOf(c.outcome()) + "\">" + outcomeText(c.outcome()) +
            (c.beyond ? "<span class=\"arms\">not counted</span>" : "") + "</td></tr>\n";
  }
  return html + "</tbody></table></section>\n";
}

}  // namespace

std::string claimsText(const ClaimsReport& report) {
  std::string text = about(report) + "\n" + verdictRule() + "\n";
  for (const ClaimResult& result : report.results) {
    text += "\n" + result.claim.title + ": " + result.conclusion() + "\n  " + result.claim.statement +
            "\n  " + result.claim.measured + "\n";
    size_t width = 0;
    for (const ClaimCondition& c : result.conditions) width = std::max(width, c.name.size());
    for (const ClaimCondition& c : result.conditions)
      text += format("  %-*s  %16s  %s%s\n      %s\n", static_cast<int>(width), c.name.c_str(),
                     gainText(c).c_str(), (c.unit + ": ").c_str(),
                     (outcomeText(c.outcome()) + std::string(c.beyond ? ", not counted" : "")).c_str(),
                     armsText(c).c_str());
  }
  return text;
}

std::string claimsJson(const ClaimsReport& report) {
  using nlohmann::json;
  const auto number = [](double value) { return std::isfinite(value) ? json(value) : json(nullptr); };
  const auto numbers = [&](const std::vector<double>& values) {
    json list = json::array();
    for (const double value : values) list.push_back(number(value));
    return list;
  };
  json list = json::array();
  for (const ClaimResult& result : report.results) {
    json conditions = json::array();
    for (const ClaimCondition& c : result.conditions) {
      json arms = json::array();
      for (const ClaimArm& arm : c.arms)
        arms.push_back({{"name", arm.name}, {"values", numbers(arm.values)}});
      const Estimate e = c.gain();
      conditions.push_back({{"condition", c.name},
                            {"unit", c.unit},
                            {"arms", arms},
                            {"gains", numbers(c.gains)},
                            {"gain", number(e.mean)},
                            {"standard_error", number(e.standardError)},
                            {"claimed", c.claimed > 0 ? json(c.claimed) : json(nullptr)},
                            {"counted", !c.beyond},
                            {"outcome", outcomeText(c.outcome())}});
    }
    list.push_back({{"claim", result.claim.name},
                    {"title", result.claim.title},
                    {"statement", result.claim.statement},
                    {"measured", result.claim.measured},
                    {"verdict", verdictText(result.verdict())},
                    {"conditions", conditions}});
  }
  return json{{"data", report.data},
              {"points", report.points},
              {"held_out", report.heldOut},
              {"seeds", report.seeds},
              {"first_seed", report.firstSeed},
              {"version", report.version},
              {"instruction_set", report.instructionSet},
              {"rule", verdictRule()},
              {"claims", list}}
             .dump(2, ' ', false, json::error_handler_t::replace) +
         "\n";
}

std::string claimsPage(const ClaimsReport& report, const std::string& command) {
  std::string html =
      "<!DOCTYPE html>\n<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n<html lang=\"en\"><head><meta "
      "charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>"
      "AdapSNE's claims on " +
      escaped(report.data) + "</title><style>" + kStyle + "</style></head><body>\n<h1>AdapSNE's claims on " +
      escaped(report.data) + "</h1>\n<p>" + escaped(about(report)) + ".</p>\n<nav>";
  for (const ClaimResult& result : report.results)
    html += "<a href=\"#" + result.claim.name + "\">" + escaped(result.claim.title) + "<b class=\"" +
            classOf(result.verdict()) + "\">" + verdictText(result.verdict()) + "</b></a>";
  html +=
      "</nav>\n<p class=\"quiet\">" + escaped(verdictRule()) +
      " In the charts the bar spans two standard errors either way, the small dots are the seeds, the line "
      "is no gain, and the dashed line is what the paper names. In brackets: standard deviations.</p>\n";
  for (const ClaimResult& result : report.results) html += sectionOf(result);
  html += "<section><p class=\"quiet\">AdapSNE Studio " + escaped(report.version) + ", instructions of " +
          escaped(report.instructionSet) +
          ". The same command gives the same figures, at any number of threads:<br><code>" +
          escaped(command) + "</code></p></section>\n</body></html>\n";
  return html;
}

}  // namespace adapsne
