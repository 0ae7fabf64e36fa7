// Makes a record of results small enough for the repository: node compact.mjs FULL.json SMALL.json
// Passed and skipped cases lose their bytes, and so do large transcripts; one line for each case, so that
// differences can be read. The format stays that of h1audit.
import fs from 'node:fs';

const transcriptMax = 32768;
const transcripts = ['transcript', 'control_transcript', 'other_transcript'];

function shrink(result) {
    const small = { ...result };
    const isDull = result.verdict === 'pass' || result.verdict === 'skip';
    for (const name of transcripts) {
        if (isDull || JSON.stringify(result[name] ?? null).length > transcriptMax)
            delete small[name];
    }
    if (small.transcript === undefined)
        delete small.variables;
    if (isDull)
        delete small.checks;
    return small;
}

const [from, to] = process.argv.slice(2);
const results = JSON.parse(fs.readFileSync(from));
const members = Object.entries(results).map(([name, value]) => {
    const text = name === 'cases' || name === 'passive'
        ? `[\n${value.map((result) => JSON.stringify(shrink(result))).join(',\n')}\n]`
        : JSON.stringify(value);
    return `${JSON.stringify(name)}: ${text}`;
});
fs.writeFileSync(to, `{\n${members.join(',\n')}\n}\n`);
