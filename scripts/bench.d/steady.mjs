// Plays the suite many times against one target and tells which verdicts changed.
//   node steady.mjs PROGRAM NAME RUNS [ARGUMENTS OF h1audit run]
// Runs of each combination of load (none, all processors busy) and jobs (1, auto, 16), each in an order of its
// own (--shuffle). Prints a line for each combination and one for each case that changed; writes them as JSON to
// standard output. Exit status: 0 if no verdict changed, 1 if one did, 2 if a run could not be made.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";

const [program, name, runs, ...args] = process.argv.slice(2);
const meter = join(dirname(program), "meter");
const folder = mkdtempSync(join(tmpdir(), "h1audit-steady-"));
const say = (line) => process.stderr.write(`${line}\n`);

// id -> verdict -> how often, and where it was seen first
const seen = new Map();

function note(id, verdict, where) {
  const verdicts = seen.get(id) ?? seen.set(id, new Map()).get(id);
  const entry = verdicts.get(verdict) ?? verdicts.set(verdict, { count: 0, first: where }).get(verdict);
  entry.count += 1;
}

function playOnce(jobs, seed, where) {
  const file = join(folder, "results.json");
  const all = ["run", ...args, "-q", "--shuffle", String(seed), "--report-json", file];
  if (jobs !== "auto") all.push("-j", String(jobs));
  const played = spawnSync(program, all, { encoding: "utf8" });
  if (played.status > 1 || played.status === null) {
    say(`${where}: exit status ${played.status}\n${played.stdout}${played.stderr}`);
    process.exit(2);
  }
  const results = JSON.parse(readFileSync(file, "utf8"));
  for (const result of [...results.cases, ...results.passive]) note(result.id, result.verdict, where);
  return results.duration_us / 1e6;
}

function keepBusy() {
  return Array.from({ length: availableParallelism() }, () => spawn(meter, ["busy"], { stdio: "ignore" }));
}

function playAll(load, jobs) {
  const times = [];
  const helpers = load === "busy" ? keepBusy() : [];
  try {
    for (let run = 1; run <= Number(runs); run++) times.push(playOnce(jobs, run, `${load}, -j ${jobs}, run ${run}`));
  } finally {
    for (const helper of helpers) helper.kill("SIGKILL");
  }
  times.sort((a, b) => a - b);
  say(`${name}: ${load}, -j ${jobs}: ${runs} runs, median ${times[times.length >> 1].toFixed(1)} s`);
}

try {
  for (const load of ["idle", "busy"]) for (const jobs of [1, "auto", 16]) playAll(load, jobs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const changed = [...seen].filter(([, verdicts]) => verdicts.size > 1).sort(([a], [b]) => (a < b ? -1 : 1));
for (const [id, verdicts] of changed) {
  const parts = [...verdicts].map(([verdict, { count, first }]) => `${verdict} ${count} (first: ${first})`);
  say(`${name}: changed: ${id}: ${parts.join(", ")}`);
}
say(`${name}: ${seen.size} verdicts, ${changed.length} changed`);
console.log(JSON.stringify({ name, runs: Number(runs), verdicts: seen.size,
  changed: changed.map(([id, verdicts]) => ({ id, verdicts: Object.fromEntries(verdicts) })) }));
process.exitCode = changed.length > 0 ? 1 : 0;
