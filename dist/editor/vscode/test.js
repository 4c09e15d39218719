// npm test: every JSON file can be read, every pattern compiles, and the server answers (with JBGPD=/path/to/jbgpd).
'use strict';

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const read = file => JSON.parse(fs.readFileSync(path.join(__dirname, file), 'utf8'));

const manifest = read('package.json');
const grammar = read(manifest.contributes.grammars[0].path);
const configuration = read(manifest.contributes.languages[0].configuration);
assert.strictEqual(grammar.scopeName, manifest.contributes.grammars[0].scopeName);
new RegExp(configuration.wordPattern);
Object.values(configuration.indentationRules).forEach(pattern => new RegExp(pattern));

let patterns = 0;
(function compile(rule) {
    for (const key of ['match', 'begin', 'end']) {
        if (rule[key]) {
            new RegExp(rule[key]);
            patterns++;
        }
    }
    if (rule.include) {
        assert.ok(grammar.repository[rule.include.slice(1)], rule.include);
    }
    [...(rule.patterns || []), ...Object.values(rule.repository || {})].forEach(compile);
})(grammar);
assert.ok(patterns > 15);
console.log(`${patterns} patterns`);

if (process.env.JBGPD) {
    const server = spawn(process.env.JBGPD, ['--lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const send = message => {
        const body = JSON.stringify({ jsonrpc: '2.0', ...message });
        server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    };
    let received = '';
    let asked = false;
    server.stdout.on('data', data => {
        received += data;
        if (received.includes('"capabilities"') && !asked) {
            asked = true;
            send({ method: 'initialized', params: {} });
            send({ method: 'textDocument/didOpen', params: { textDocument: { uri: 'untitled:a', languageId: 'bird', version: 1, text: 'router id 10.0.0.1;\nhopp 3;\n' } } });
        }
        if (received.includes('unknown option')) {
            received = '';
            send({ id: 2, method: 'shutdown' });
            send({ method: 'exit' });
        }
    });
    server.on('exit', code => {
        assert.strictEqual(code, 0);
        console.log('the server answered');
    });
    send({ id: 1, method: 'initialize', params: { processId: process.pid, capabilities: {}, rootUri: null } });
}
