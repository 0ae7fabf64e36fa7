// Makes a record of results small enough for the repository: node compact.mjs FULL.json SMALL.json
// One line for each case, so that differences can be read. Of what passed or was skipped only the verdict and its
// reason stay; of fails and warnings the bytes, unless they are very many, but not how the verdict came about.
import fs from 'node:fs';

const transcriptMax = 24576;
const members = ['id', 'verdict', 'reason'];
const membersOfFindings = [
    ...members, 'outcome', 'resource', 'title', 'level', 'covers', 'conn', 'offset', 'rests_on_silence', 'flaky',
    'looked', 'count', 'example', 'transcript',
];

function pick(object, names) {
    return Object.fromEntries(names.filter((name) => object[name] !== undefined).map((name) => [name, object[name]]));
}

function dropLong(object) {
    const { transcript, ...small } = object;
    const isLong = JSON.stringify(transcript ?? null).length > transcriptMax;
    return isLong ? small : object;
}

function shrink(result) {
    if (result.verdict === 'pass' || result.verdict === 'skip')
        return pick(result, members);
    const small = dropLong(pick(result, membersOfFindings));
    if (result.verdict === 'inconclusive')
        delete small.transcript;
    if (small.example !== undefined)
        small.example = dropLong(small.example);
    return small;
}

const [from, to] = process.argv.slice(2);
const results = JSON.parse(fs.readFileSync(from));
const lines = Object.entries(results).map(([name, value]) => {
    const text = name === 'cases' || name === 'passive'
        ? `[\n${value.map((result) => JSON.stringify(shrink(result))).join(',\n')}\n]`
        : JSON.stringify(value);
    return `${JSON.stringify(name)}: ${text}`;
});
fs.writeFileSync(to, `{\n${lines.join(',\n')}\n}\n`);
