// Writes reports/README.md from the JSON results that lie beside it: node matrix.mjs [NAME...]
// NAMEs are the targets that were audited just now; their servers' versions are asked for and kept in
// reports/servers.json. Works on whatever results there are, so that one target can be audited alone.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = path.join(here, '../../reports');
const versionsFile = path.join(folder, 'servers.json');

const verdicts = ['pass', 'fail', 'warn', 'inconclusive', 'skip', 'error'];
const cells = { fail: '**FAIL**', warn: '*warn*', inconclusive: '?', skip: '–', error: 'error', pass: 'pass' };

function readVersions(names) {
    const versions = fs.existsSync(versionsFile) ? JSON.parse(fs.readFileSync(versionsFile)) : {};
    for (const name of names)
        versions[name] = execFileSync(path.join(here, name), ['version'], { encoding: 'utf8' }).trim();
    return versions;
}

// [{name, server, results, verdicts: Map from id to verdict}]
function readTargets(versions) {
    const targets = [];
    for (const name of Object.keys(versions).sort()) {
        const file = path.join(folder, `${name}.json`);
        if (!fs.existsSync(file))
            continue;
        const results = JSON.parse(fs.readFileSync(file));
        const all = [...results.cases, ...results.passive];
        const found = new Map(all.map((result) => [result.id, result.verdict]));
        targets.push({ name, server: versions[name], results, all, verdicts: found });
    }
    return targets;
}

const row = (items) => `| ${items.join(' | ')} |`;
const rule = (count) => `|${' --- |'.repeat(count)}`;
const plain = (text) => text.replace(/[\\|`*_<>[\]]/g, '\\$&');

function countTable(targets) {
    const lines = [row(['target', 'server', 'audited', ...verdicts]), rule(3 + verdicts.length)];
    for (const { name, server, results, all } of targets) {
        const counts = verdicts.map((verdict) => all.filter((result) => result.verdict === verdict).length);
        lines.push(row([`[${name}](${name}.md)`, plain(server), results.start.slice(0, 10), ...counts]));
    }
    return lines;
}

function requirementOf(result) {
    const first = (result.covers ?? [])[0];
    return first === undefined ? result.level : `${first.level} ${first.id}`;
}

// One row for each id with a fail or a warning somewhere.
function deviationTable(targets) {
    const byId = new Map();
    for (const { all } of targets) {
        for (const result of all) {
            if (result.verdict === 'fail' || result.verdict === 'warn')
                byId.set(result.id, requirementOf(result));
        }
    }
    const lines = [
        row(['case', 'requirement', ...targets.map(({ name }) => name)]),
        rule(2 + targets.length),
    ];
    for (const [id, requirement] of [...byId].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const found = targets.map((target) => cells[target.verdicts.get(id)] ?? '');
        lines.push(row([id, requirement, ...found]));
    }
    return lines;
}

const versions = readVersions(process.argv.slice(2));
const targets = readTargets(versions);
const tools = [...new Set(targets.map(({ results }) => `${results.tool.name} ${results.tool.version}`))];

const page = `# Audits of real servers

Written by \`scripts/reports\`, which installs the servers (Debian packages), starts each with the
configuration of \`scripts/targets/NAME\` on a free loopback port, and audits it. Do not edit this page:
\`scripts/reports\` makes everything anew, \`scripts/reports NAME...\` some targets.

Tool: ${tools.join(', ')}. For each target there is a summary (\`NAME.md\`), the record of all results (\`NAME.json\`) and, in
the clear, JUnit (\`NAME.xml\`, which shows the bytes of the failed cases). To keep the repository small the record
holds only the bytes of fails and warnings; the full one, input of \`h1audit judge\`, is left in \`build/reports/\`
by the audit.

**[findings.md](findings.md) says of each FAIL in one sentence why the server is wrong**, with the octets.

${countTable(targets).join('\n')}

The counts include the passive rules, which look at every response of all cases.

What the same cases find in the reference server, fault by fault, is in [selftest.md](selftest.md).

## Where some server deviates

Every case and passive rule with a fail or a warning on at least one target; the rest passed everywhere,
or could not be decided. **FAIL**: a MUST is broken. *warn*: a SHOULD is broken, or a MUST is met in a way
that is only tolerated. ?: inconclusive. –: skipped, because the server lacks something that the case needs.
Empty: not part of that audit.

${deviationTable(targets).join('\n')}
`;
fs.writeFileSync(versionsFile, `${JSON.stringify(versions, Object.keys(versions).sort(), 2)}\n`);
fs.writeFileSync(path.join(folder, 'README.md'), page);
