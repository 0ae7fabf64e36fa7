// Measures what an audit costs beside the least that it could cost, and writes the result as Markdown.
//   node bench.mjs PROGRAM NAME ROUNDS PART.json [ARGUMENTS OF h1audit run]     measures one server, writes PART.json
//   node bench.mjs report PART.json...                                         prints the report
// The floor is meter.c: as many connections as the audit has cases, as many at a time, one GET with close on each,
// read to the end. Floor and audit alternate; medians count.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { dirname, join } from "node:path";

const GROWTH = [50, 100, 200, 400];
const REPEATS = [1, 100];

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

function measured(meter, command) {
  const run = spawnSync(meter, ["run", ...command], { encoding: "utf8", maxBuffer: 1 << 28 });
  const line = /^meter (\d+) (\d+) (\d+) (\d+)$/m.exec(run.stderr);
  if (line === null || Number(line[4]) > 1) throw new Error(`${command.join(" ")}: ${run.stdout}${run.stderr}`);
  return { wall_us: Number(line[1]), cpu_us: Number(line[2]), memory_kib: Number(line[3]) };
}

function medians(measurements) {
  return Object.fromEntries(["wall_us", "cpu_us", "memory_kib"].map((key) =>
    [key, median(measurements.map((measurement) => measurement[key]))]));
}

// A server that needs minutes is not asked more often than once, nor for the growth of cost.
function measure(program, name, rounds, args) {
  const meter = join(dirname(program), "meter");
  const folder = mkdtempSync(join(tmpdir(), "h1audit-bench-"));
  const file = join(folder, "results.json");
  const audit = ["run", ...args, "-q"];
  measured(meter, [program, ...audit, "--report-json", file]);
  const results = JSON.parse(readFileSync(file, "utf8"));
  rmSync(folder, { recursive: true });
  const played = results.cases.filter((result) => result.verdict !== "skip");
  const port = new URL(args[0]).port;
  const floor = [meter, "floor", "127.0.0.1", port, `127.0.0.1:${port}`, String(played.length), String(results.options.jobs)];
  const floors = [];
  const audits = [];
  for (let round = 0; round < rounds; round++) {
    if (name !== "silent") floors.push(measured(meter, floor)); // it never closes, so that the floor would not end
    audits.push(measured(meter, [program, ...audit]));
  }
  const ids = played.map((result) => result.id);
  const firsts = played.filter((result) => result.attempts === 1).map((result) => result.duration_us);
  return {
    name, rounds, cases: played.length, options: results.options,
    confirmed: played.filter((result) => result.attempts > 1).length,
    longest_us: Math.max(0, ...firsts),
    floor: floors.length === 0 ? null : medians(floors), audit: medians(audits),
    growth: rounds < 5 ? [] : GROWTH.filter((count) => count <= ids.length).map((count) =>
      ({ count, ...medians([1, 2, 3].map(() => measured(meter, [program, ...audit, ...ids.slice(0, count)]))) })),
    repeat: rounds < 5 ? [] : REPEATS.map((count) =>
      ({ count, ...measured(meter, [program, ...audit, "--repeat", String(count), ...ids.slice(0, 50)]) })),
  };
}

const seconds = (us) => `${(us / 1e6).toFixed(us < 1e6 ? 3 : 1)} s`;
const mib = (kib) => `${(kib / 1024).toFixed(1)} MiB`;
const row = (cells) => `| ${cells.join(" | ")} |`;

function table(head, rows) {
  return [row(head), row(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(row), ""];
}

function partRow({ name, rounds, cases, options, confirmed, longest_us, floor, audit }) {
  return [
    name, cases, options.jobs, floor === null ? "-" : seconds(floor.wall_us), seconds(audit.wall_us),
    floor === null ? "-" : (audit.wall_us / floor.wall_us).toFixed(1), seconds(longest_us), confirmed,
    `${(audit.cpu_us / cases / 1000).toFixed(3)} ms`, mib(audit.memory_kib), rounds,
  ];
}

function report(parts) {
  const lines = [
    "# What an audit costs", "",
    `On ${cpus()[0].model.trim()}, ${cpus().length} processors, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release()}; everything on loopback.`,
    "The floor is the least that as many connections could cost: one GET with close on each, read to the end, as many",
    "at a time as the audit had. Floor and audit alternate; medians. Made by `scripts/bench`.", "",
    ...table(["server", "cases", "at a time", "floor", "audit", "ratio", "longest attempt", "confirmed", "CPU per case", "peak memory", "rounds"],
      parts.map(partRow)),
  ];
  for (const part of parts.filter(({ growth }) => growth.length > 0)) {
    lines.push(`## How cost grows on ${part.name}`, "",
      ...table(["cases", "time", "CPU", "peak memory"],
        part.growth.map(({ count, ...cost }) => [count, seconds(cost.wall_us), seconds(cost.cpu_us), mib(cost.memory_kib)])));
    lines.push("Fifty cases, repeated:", "",
      ...table(["`--repeat`", "time", "CPU", "peak memory"],
        part.repeat.map(({ count, ...cost }) => [count, seconds(cost.wall_us), seconds(cost.cpu_us), mib(cost.memory_kib)])));
  }
  return lines.join("\n");
}

const [what, ...rest] = process.argv.slice(2);
if (what === "report") {
  process.stdout.write(report(rest.map((file) => JSON.parse(readFileSync(file, "utf8")))));
} else {
  const [name, rounds, file, ...args] = rest;
  writeFileSync(file, JSON.stringify(measure(what, name, Number(rounds), args)));
}
