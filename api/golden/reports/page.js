"use strict";
const run = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);

// Every text goes in as text: nothing that a customer typed can become markup.
function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  if (options.class) element.className = options.class;
  if (options.text !== undefined) element.textContent = options.text;
  element.append(...children.filter((child) => child !== null));
  return element;
}

function told(value) {
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value)) return value.length ? value.map(told).join(", ") : "[]";
  if (typeof value === "object") {
    return Object.entries(value).map(([key, part]) => `${key}: ${told(part)}`).join(", ") || "{}";
  }
  return String(value);
}

const percent = (share) => `${(share * 100).toFixed(1)} %`;

function tile(name, value, kind = "") {
  return make("div", { class: "tile" }, make("b", { text: value, class: kind }), make("span", { text: name, class: "soft" }));
}

function head() {
  at("verdict").textContent = run.verdict.line;
  at("verdict").className = run.verdict.word;
  const part = run.pattern ? `, cases like ${run.pattern}` : "";
  at("about").textContent = `ruleset ${run.ruleset.version}, digest ${run.ruleset.digest.slice(0, 12)}, `
    + `${run.ruleset.engine} engine; ${run.suite} suite${part}; started ${run.started}`;
  const counts = run.counts;
  const bad = (counts.failed || 0) + (counts.error || 0);
  at("tiles").append(
    tile("cases", run.cases.length), tile("hold", counts.passed || 0, "good"),
    tile("do not hold", bad, bad ? "bad" : ""), tile("skipped", counts.skipped || 0),
    tile("rules fired", percent(run.coverage.rule_share)),
    tile("conditions", percent(run.coverage.condition_share)),
    tile("p95 decision", `${run.p95_decision_ms.toFixed(1)} ms`), tile("took", `${run.seconds.toFixed(1)} s`),
  );
}

function row(cells, kind, tag = "td") {
  return make("tr", { class: kind }, ...cells.map((text) => make(tag, { text })));
}

function gates() {
  at("gates").append(row(["gate", "needs", "has", ""], "", "th"));
  for (const gate of run.gates) {
    const line = row([gate.name, gate.needed, gate.actual, gate.met ? "met" : "not met"], "");
    line.lastChild.className = gate.met ? "good" : "bad";
    line.title = gate.detail;
    at("gates").append(line);
  }
  if (!run.gates.length) at("gates").append(row(["a part of the suite is not judged by gates"], "soft"));
}

function accuracy() {
  for (const [intent, { right, asked }] of Object.entries(run.accuracy.intent)) {
    at("accuracy").append(make("div", {}, make("span", { text: intent }),
      make("span", { text: `${right} of ${asked}`, class: right === asked ? "good" : "bad" })));
  }
}

function uncovered() {
  const { unfired, unseen } = run.coverage;
  const changed = Object.entries(run.changes).filter(([, names]) => Array.isArray(names) && names.length);
  for (const [title, names] of [["rules that never fired", unfired], ["conditions not seen both ways", unseen],
    ...changed.map(([kind, names]) => [`cases ${kind} since the last accept`, names])]) {
    const list = make("ul", {}, ...names.map((name) => make("li", {}, make("code", { text: name }))));
    at("uncovered").append(make("details", {}, make("summary", { text: `${names.length} ${title}` }), list));
  }
}

function rule(found) {
  const conditions = found.conditions.map((c) => make("li", {
    class: c.held ? "" : "no", text: `${c.fact} ${c.operator} ${told(c.expected)} (is ${told(c.actual)})` }));
  return make("div", { class: "rule" }, make("code", { text: found.rule_id }),
    make("span", { text: ` ${found.why}` }), make("ul", {}, ...conditions));
}

function trace(found) {
  if (!found) return null;
  const box = make("div", { class: "trace" });
  if (found.fallback_reason) box.append(make("p", { class: "bad", text: `fallback: ${found.fallback_reason}` }));
  for (const [key, title, open] of [["fired", "fired", true], ["lost_by_group", "lost to a better rule", false],
    ["near_misses", "near misses", false]]) {
    if (!found[key].length) continue;
    const part = make("details", {}, make("summary", { text: `${title} (${found[key].length})` }), ...found[key].map(rule));
    part.open = open;
    box.append(part);
  }
  return box;
}

const SHOWN_BY = { fired_has: "fired", not_fired: "fired", reply_has: "reply", reply_lacks: "reply" };

function turn(found) {
  const table = make("table", {}, row(["", "expected", "actual"], "", "th"));
  const wrong = new Map(found.mismatches.map((m) => [m.key, m]));
  for (const [key, value] of Object.entries(found.expected)) {
    const name = key.replace(/^!/, "");
    const actual = found.actual[SHOWN_BY[name] || name];
    const sign = key.startsWith("!") ? "anything but " : "";
    table.append(row([name, sign + told(value), told(actual)], wrong.has(name) ? "wrong" : ""));
    wrong.delete(name);
  }
  for (const m of wrong.values()) table.append(row([m.key, m.expected, m.actual], "wrong"));
  if (found.actual.reply && !("reply_has" in found.expected)) table.append(row(["reply", "", found.actual.reply], ""));
  const who = found.author === "client" ? "" : `${found.author}: `;
  return make("div", { class: "turn" }, make("div", { class: "say", text: `${who}${found.say}` }), table, trace(found.trace));
}

function fill(element, found) {
  if (found.reason) element.append(make("div", { class: "turn bad", text: found.reason }));
  element.append(...found.turns.map(turn));
  if (found.unplayed > 0) element.append(make("div", { class: "turn soft", text: `${found.unplayed} more turns were not played` }));
}

function card(found) {
  const twice = found.variant === "twice" && found.status !== "passed" ? ", events twice" : "";
  const summary = make("summary", {}, make("span", { class: "id", text: found.id }), make("span", { text: found.title }),
    ...found.tags.map((text) => make("span", { class: "tag", text })),
    make("span", { class: "where", text: `${found.status}${twice} · ${found.file}:${found.line}` }));
  const element = make("details", { class: `case ${found.status}` }, summary);
  let filled = false;
  element.addEventListener("toggle", () => { if (!filled) { filled = true; fill(element, found); } });
  element.open = found.status === "failed" || found.status === "error";
  return element;
}

function choices(id, name, words) {
  at(id).append(make("option", { text: `every ${name}` }), ...[...new Set(words)].sort().map((text) => make("option", { text })));
  at(id).addEventListener("change", show);
}

const order = { error: 0, failed: 1, skipped: 2, passed: 3 };
const cards = [...run.cases].sort((a, b) => order[a.status] - order[b.status]).map((found) => ({
  found, element: card(found), words: JSON.stringify([found.id, found.title, found.tags, found.turns.map((t) => [t.say, t.actual.reply, t.actual.fired])]).toLowerCase() }));

function chosen(id) { return at(id).selectedIndex > 0 ? at(id).value : null; }

function show() {
  const [status, intent, stage, text] = [chosen("status"), chosen("intent"), chosen("stage"), at("text").value.toLowerCase()];
  const kept = cards.filter(({ found, words }) => (!status || found.status === status)
    && (!intent || found.intents.includes(intent)) && (!stage || found.stages.includes(stage)) && words.includes(text));
  at("cases").replaceChildren(...kept.map(({ element }) => element));
  at("shown").textContent = `${kept.length} of ${cards.length}`;
}

head(); gates(); accuracy(); uncovered();
choices("status", "status", run.cases.map((c) => c.status));
choices("intent", "intent", run.cases.flatMap((c) => c.intents));
choices("stage", "stage", run.cases.flatMap((c) => c.stages));
at("text").addEventListener("input", show);
show();
