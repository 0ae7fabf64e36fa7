// Runs the program as a user would: every entry of cli_tests.json, in any order, on loopback.
//   node cli_test.mjs PROGRAM FOLDER_OF_THE_PROJECT
// An entry: {name, serve?: [arguments of serve], args: [...], env?: {...}, status, stdout?: [...],
// stderr?: [...], lacks?: [...], files?: {NAME: [...]}, write?: {NAME: text}, before?: [args, ...],
// interrupt?: SIGNAL (sent once the first line is out)}. A string that begins and ends with "/" is a regular
// expression. {url}, {dir} and {project} are filled in.
// Nothing here takes its time from a clock: what is waited for is an event, and ctest ends what hangs.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, project] = process.argv.slice(2);
const tests = JSON.parse(readFileSync(join(project, "src/cli/cli_tests.json"), "utf8"));

function start(args, env) {
  const clean = { PATH: process.env.PATH, ...env };
  for (const name of ["ASAN_OPTIONS", "UBSAN_OPTIONS"])
    if (process.env[name]) clean[name] = process.env[name];
  const child = spawn(program, args, { env: clean, stdio: ["ignore", "pipe", "pipe"] });
  child.output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"])
    child[stream].on("data", (bytes) => (child.output[stream] += bytes.toString("latin1")));
  child.ended = new Promise((resolve) => child.on("close", (code, signal) => resolve(signal ?? code)));
  return child;
}

async function firstLine(child) {
  while (!child.output.stdout.includes("\n")) {
    const ended = await Promise.race([child.ended, new Promise((r) => child.stdout.once("data", () => r(null)))]);
    if (ended !== null && !child.output.stdout.includes("\n"))
      throw new Error(`ended without a line: ${ended} ${child.output.stderr}`);
  }
  return child.output.stdout.split("\n")[0];
}

function holds(text, wanted) {
  const expression = /^\/([^]*)\/$/.exec(wanted);
  return expression ? new RegExp(expression[1], "m").test(text) : text.includes(wanted);
}

function complaints(test, status, output, dir, fill) {
  const list = [];
  if (status !== test.status) list.push(`status ${status}, expected ${test.status}`);
  for (const stream of ["stdout", "stderr"])
    for (const wanted of test[stream] ?? [])
      if (!holds(output[stream], fill(wanted))) list.push(`${stream} lacks ${wanted}`);
  for (const unwanted of test.lacks ?? [])
    if (holds(output.stdout + output.stderr, fill(unwanted))) list.push(`output has ${unwanted}`);
  for (const [name, wanted] of Object.entries(test.files ?? {})) {
    const text = readFileSync(join(dir, name), "latin1");
    for (const part of wanted) if (!holds(text, part)) list.push(`${name} lacks ${part}`);
  }
  return list;
}

async function run(test) {
  const dir = mkdtempSync(join(tmpdir(), "h1audit-cli-"));
  let server;
  try {
    let url = "";
    if (test.serve) {
      server = start(["serve", ...test.serve.map((word) => word.replaceAll("{dir}", dir))], {});
      url = (await firstLine(server)).split(" ")[0];
    }
    const fill = (text) => text.replaceAll("{url}", url).replaceAll("{dir}", dir).replaceAll("{project}", project);
    for (const [name, text] of Object.entries(test.write ?? {})) writeFileSync(join(dir, name), text);
    let status, output;
    for (const args of [...(test.before ?? []), test.args]) {
      const child = start(args.map(fill), test.env);
      if (test.interrupt && args === test.args) {
        await firstLine(child);
        child.kill(test.interrupt);
      }
      status = await child.ended;
      output = child.output;
    }
    const list = complaints(test, status, output, dir, fill);
    if (list.length > 0) list.push(`stdout:\n${output.stdout}`, `stderr:\n${output.stderr}`);
    return list;
  } finally {
    if (server) {
      server.kill("SIGTERM");
      await server.ended;
    }
    rmSync(dir, { recursive: true, force: true });
  }
}

// Every option of the help appears in at least one entry.
async function optionsWithoutTest() {
  const used = new Set(tests.flatMap((test) => [...(test.before ?? []).flat(), ...test.args, ...(test.serve ?? [])]).map((word) => word.split("=")[0]));
  const missing = new Set();
  for (const command of ["run", "list", "show", "lint", "serve", "selftest", "coverage", "judge", "emit", "repro"]) {
    const child = start(["help", command], {});
    await child.ended;
    for (const [, letter, name] of child.output.stdout.matchAll(/^  (?:(-\w), |    )(--[\w-]+)/gm))
      if (!used.has(name) && !used.has(letter)) missing.add(name);
  }
  return [...missing];
}

let failed = 0;
const names = new Set();
for (const test of tests) {
  if (names.has(test.name)) throw new Error(`two entries are called ${test.name}`);
  names.add(test.name);
  const list = await run(test);
  if (list.length > 0) failed++;
  console.log(`${list.length === 0 ? "ok" : "not ok"} - ${test.name}`);
  for (const line of list) console.log(`  ${line}`);
}
const missing = await optionsWithoutTest();
if (missing.length > 0) {
  failed++;
  console.log(`not ok - options without an entry: ${missing.join(" ")}`);
}
console.log(`${tests.length} command lines, ${failed} failed`);
process.exit(failed === 0 && tests.length > 0 ? 0 : 1);
