// Writes reports/findings.md: every FAIL on a real server with its octets and one sentence why the server is wrong.
// The sentences are in reasons.json beside this file; the first entry whose globs match server and case counts, so
// the most specific ones come first. A FAIL without a sentence is an error, an entry that no FAIL uses is named.
// The results are those of build/reports/ (all octets), or those of reports/ where they are of another audit.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');
const read = (...names) => JSON.parse(fs.readFileSync(path.join(...names)));

const lineMax = 180;
const sentMax = 86;
const placeMax = 44;
const responsesMax = 3;

const escapeRegExp = (text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
const globs = (given) => [given].flat().map((glob) => new RegExp(`^${escapeRegExp(glob).replace(/\*/g, '.*')}$`));
const withoutTls = (name) => name.replace(/-tls$/, '');
const withoutResource = (id) => id.replace(/@.*/, '');

const reasons = read(here, 'reasons.json').map((entry) => ({
    ...entry,
    servers: globs(entry.server),
    cases: globs(entry.case),
    used: false,
}));

function reasonFor(name, id) {
    const matches = (patterns, ...texts) => patterns.some((pattern) => texts.some((text) => pattern.test(text)));
    const found = reasons.find(({ servers, cases }) =>
        matches(servers, name, withoutTls(name)) && matches(cases, id, withoutResource(id)));
    if (found !== undefined)
        found.used = true;
    return found;
}

function readResults(name) {
    const small = read(root, 'reports', `${name}.json`);
    const fullFile = path.join(root, 'build/reports', `${name}.json`);
    if (!fs.existsSync(fullFile))
        return small;
    const full = read(fullFile);
    return full.start === small.start ? full : small;
}

// [{name, server, all}] for every target with results.
function readTargets() {
    const servers = read(root, 'reports/servers.json');
    return Object.keys(servers).sort()
        .filter((name) => fs.existsSync(path.join(root, 'reports', `${name}.json`)))
        .map((name) => {
            const results = readResults(name);
            const all = [...results.cases, ...results.passive];
            return { name, server: servers[name], all, authority: results.target.authority };
        });
}

function escapeOctets(text) {
    const names = { '\r': '\\r', '\n': '\\n', '\t': '\\t' };
    return text.replace(/[^ -~]/g, (octet) =>
        names[octet] ?? `\\x${octet.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function shorten(text, max) {
    const folded = text.replace(/([^.])\1{15,}/g, '$1$1$1…');
    if (folded.length <= max)
        return folded;
    const end = Math.floor(max / 3);
    return `${folded.slice(0, max - end)} … ${folded.slice(-end)}`;
}

// What the reader of a hundred such lines need not see again.
function withoutDullFields(text, target, id) {
    let shorter = text.replaceAll(target.authority, 'HOST').replace(/Content-Type: text\/plain\r\n/g, '');
    if (!/host|target/.test(id))
        shorter = shorter.replace(/Host: HOST\r\n/g, '');
    if (/^(host|request-line|field-lines|conditions|ranges|negotiation|writing|chunked|passive)\./.test(id))
        shorter = shorter.replace(/^Connection: close\r\n/gm, '');
    return shorter;
}

// The status lines in TEXT, or its beginning if it does not begin with one.
function responsesIn(text) {
    const lines = text.match(/(?<![A-Za-z])HTTP\/1\.[01] [1-5]\d\d\b|(?<![A-Za-z])HTTP\/[^\r\n]{0,40}/g) ?? [];
    if (!text.startsWith('HTTP/'))
        return shorten(escapeOctets(text), placeMax);
    const shown = lines.slice(0, responsesMax)
        .map((line) => escapeOctets(line.replace(/^HTTP\/1\.1 (?=\d{3}$)/, ''))).join(', ');
    return lines.length > responsesMax ? `${shown}, … (${lines.length})` : shown;
}

// A plain request behind a response only shows whether the connection is alive.
function sentOctets(text, isBehindResponse) {
    const [plainRequest, start] = text.match(/^(GET \S+) HTTP\/1\.1\r\n(?:Connection: close\r\n)?\r\n$/) ?? [];
    return plainRequest !== undefined && isBehindResponse ? `${start}…` : shorten(escapeOctets(text), sentMax);
}

// What stands at the place of the finding, unless that is the status line, which is shown anyway.
function octetsAtPlace(received, place) {
    const text = received.get(place.conn ?? 0) ?? '';
    if (!place.offset || text.startsWith('HTTP/', place.offset) || place.offset >= text.length)
        return '';
    return ` (at ${place.offset}: ${shorten(escapeOctets(text.slice(place.offset)), placeMax)})`;
}

// Runs of octets in one direction on one connection: [{conn, sent, text}], and ends: [{conn, end}].
function runsOf(transcript) {
    const ends = { fin: 'FIN', reset: 'RST', half_closed: 'we end our side', quiet: 'open' };
    const runs = [];
    for (const event of transcript.events) {
        const last = runs[runs.length - 1];
        if (event.bytes !== undefined) {
            const text = Buffer.from(event.bytes, 'base64').toString('latin1');
            const sent = event.kind === 'sent';
            if (last?.text !== undefined && last.sent === sent && last.conn === event.conn)
                last.text += text;
            else
                runs.push({ conn: event.conn, sent, text });
        } else if (ends[event.kind] !== undefined) {
            runs.push({ conn: event.conn, end: ends[event.kind] });
        }
    }
    return runs;
}

// One line: > sent, < received, [end]; further connections have their number.
function octetsOf(result, target) {
    const place = result.example ?? result;
    if (place.transcript === undefined)
        return 'too long to show';
    const id = result.example?.case ?? result.id;
    const received = new Map();
    const parts = runsOf(place.transcript).map(({ conn, sent, text, end }) => {
        const number = conn === 0 ? '' : `${conn}`;
        if (end !== undefined)
            return `[${end}${number && ` on ${number}`}]`;
        if (sent)
            return `>${number} ${sentOctets(withoutDullFields(text, target, id), received.has(conn))}`;
        received.set(conn, (received.get(conn) ?? '') + text);
        return `<${number} ${responsesIn(text)}`;
    });
    const twice = result.flaky ? ' (not alike in both attempts)' : '';
    const max = place.transcript.connections.length > 1 ? 3 * lineMax : lineMax;
    return shorten(parts.join(' '), max) + octetsAtPlace(received, place) + twice;
}

const code = (text) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);
const requirementOf = (result) => {
    const first = (result.covers ?? [])[0];
    return first === undefined ? result.level : `${first.level} ${first.id}`;
};

// Map from withoutResource(id) to the results of that case, in the order of the file.
function byCase(results) {
    const cases = new Map();
    for (const result of results) {
        const id = withoutResource(result.id);
        cases.set(id, [...(cases.get(id) ?? []), result]);
    }
    return cases;
}

function nameOf(id, results) {
    const names = results.map((result) => result.id.slice(id.length)).filter((name) => name !== '');
    if (names.length === 0)
        return id;
    return names.length === results.length ? `${id}${names.join(' ')}` : `${id} (also ${names.join(' ')})`;
}

function failLines(target, fails) {
    const groups = new Map();
    for (const result of fails) {
        const entry = reasonFor(target.name, result.id);
        if (entry === undefined)
            missing.push(`${target.name} ${result.id}: ${result.reason}`);
        else
            groups.set(entry, [...(groups.get(entry) ?? []), result]);
    }
    const lines = [];
    for (const [{ reason, doubt }, results] of groups) {
        const ids = new Set(results.map((result) => result.covers[0].id));
        const common = ids.size === 1 ? `[${[...ids][0]}] ` : '';
        lines.push(`- ${common}${reason}${doubt === undefined ? '' : ` *Doubt:* ${doubt}`}`);
        for (const [id, same] of byCase(results)) {
            const own = common === '' ? ` [${same[0].covers[0].id}]` : '';
            lines.push(`  - **${nameOf(id, same)}**${own} ${code(octetsOf(same[0], target))}`);
        }
    }
    return lines;
}

function warnLines(warnings) {
    const requirements = new Map();
    for (const result of warnings) {
        const requirement = requirementOf(result);
        requirements.set(requirement, [...(requirements.get(requirement) ?? []), result]);
    }
    if (requirements.size === 0)
        return [];
    const items = [...requirements].map(([requirement, results]) => {
        let family = '';
        const names = [...byCase(results)].map(([id, same]) => {
            const isSame = id.split('.')[0] === family;
            family = id.split('.')[0];
            return (isSame ? id.slice(family.length) : id) + (same.length > 1 ? ` (${same.length})` : '');
        });
        return `${requirement}: ${names.join(', ')}`;
    });
    return ['', `Warnings: ${items.join('; ')}.`];
}

const having = (target, verdict) => target.all.filter((result) => result.verdict === verdict);
const plain = (text) => text.replace(/[\\|`*_<>[\]]/g, '\\$&');

function section(target) {
    const fails = having(target, 'fail');
    return [
        `## ${target.name}`, '', `${plain(target.server)}; ${fails.length} FAIL.`, '',
        ...failLines(target, fails), ...warnLines(having(target, 'warn')), '',
    ];
}

// Over TLS only what differs from the same server in the clear.
function tlsSection(target, clear) {
    const differing = (verdict) => {
        const known = new Set(having(clear, verdict).map(({ id }) => id));
        return having(target, verdict).filter(({ id }) => !known.has(id));
    };
    const verdicts = new Map(target.all.map(({ id, verdict }) => [id, verdict]));
    const gone = having(clear, 'fail').filter(({ id }) => verdicts.get(id) !== 'fail')
        .map(({ id }) => `${id} (${verdicts.get(id) ?? 'not played'})`);
    having(target, 'fail').forEach(({ id, reason }) => {
        if (reasonFor(target.name, id) === undefined)
            missing.push(`${target.name} ${id}: ${reason}`);
    });
    const fails = differing('fail');
    const count = having(target, 'fail').length;
    return [
        `### ${target.name}`, '',
        `${count} FAIL${fails.length < count ? `, ${count - fails.length} of them as in the clear` : ''}.`
            + `${gone.length === 0 ? '' : ` In the clear only: ${gone.join(', ')}.`}`,
        '', ...failLines(target, fails), ...warnLines(differing('warn')), '',
    ];
}

const missing = [];
const targets = readTargets();
const sections = targets.flatMap((target) => {
    const clear = targets.find(({ name }) => name !== target.name && name === withoutTls(target.name));
    return clear === undefined ? section(target) : tlsSection(target, clear);
});

const page = `# Why each FAIL is one

Written by \`scripts/reports\` from its results and \`scripts/targets/reasons.json\`; do not edit it. A sentence that gives the reason
stands above the cases that it belongs to, each with the requirement broken (\`cases/requirements.json\`) and the octets. *Doubt* is what
the server's author may object.

Octets: \`>\` sent, \`<\` received (statuses, or what came instead; "at" an offset what the finding is about), \`[FIN]\` or \`[RST]\`
the end, \`[open]\` that none came; further connections of a case have their number. HOST is the server's own host and port. \`GET /…\` behind a
response is a plain request with \`Connection: close\`. The lines \`Host: HOST\` and \`Content-Type: text/plain\`, \`Connection: close\` where the case
is not about it, and long repetitions are left out; all octets are in \`NAME.json\`.
\`@file\` and the like name the resource, \`(also @file)\` further ones with the same finding. Behind *Warnings* \`.name\` is of the family named
before it, and \`(2)\` the number of resources.

${sections.join('\n')}`;

const unused = reasons.filter(({ used }) => !used);
unused.forEach((entry) => console.error(`reasons.json: no FAIL uses ${entry.server} ${entry.case}`));
if (missing.length > 0) {
    console.error(`reasons.json: no reason for\n  ${missing.join('\n  ')}`);
    process.exitCode = 1;
} else {
    fs.writeFileSync(path.join(root, 'reports/findings.md'), page);
}
