// Makes a record of results small enough for the repository: node compact.mjs FULL.json SMALL.json
// Passed and skipped cases lose their bytes, and so do large transcripts; one line for each case, so that
// differences can be read. The format stays that of h1audit.
import fs from 'node:fs';

const transcriptMax = 32768;
const transcripts = ['transcript', 'control_transcript', 'other_transcript'];
const dullMembers = [...transcripts, 'checks', 'outcomes', 'variables', 'tags', 'control', 'example'];

function dropLong(object) {
    const small = { ...object };
    for (const name of transcripts) {
        if (JSON.stringify(object[name] ?? null).length > transcriptMax)
            delete small[name];
    }
    return small;
}

function shrink(result) {
    const small = dropLong(result);
    if (result.verdict === 'pass' || result.verdict === 'skip')
        dullMembers.forEach((name) => delete small[name]);
    if (small.example !== undefined)
        small.example = dropLong(small.example);
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
