// Starts `jbgpd --lsp` and leaves all else to it.
'use strict';

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

/** The settings of root and dialect, which the server gets. */
function options() {
    const settings = vscode.workspace.getConfiguration('jbgpd');
    return { root: settings.get('root'), dialect: settings.get('dialect') };
}

async function start() {
    const command = vscode.workspace.getConfiguration('jbgpd').get('path') || 'jbgpd';
    client = new LanguageClient(
        'jbgpd',
        'jbgpd',
        { command, args: ['--lsp'] },
        {
            documentSelector: [{ language: 'bird' }],
            initializationOptions: options(),
            synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{conf,cfg}') },
        });
    try {
        await client.start();
    } catch (failure) {
        vscode.window.showWarningMessage(`${command} --lsp does not start: only coloring works. Set jbgpd.path. (${failure.message})`);
    }
}

exports.activate = async context => {
    context.subscriptions.push(vscode.workspace.onDidChangeConfiguration(async event => {
        if (event.affectsConfiguration('jbgpd.path')) {
            await exports.deactivate();
            await start();
        } else if (event.affectsConfiguration('jbgpd') && client && client.isRunning()) {
            client.sendNotification('workspace/didChangeConfiguration', { settings: options() });
        }
    }));
    await start();
};

exports.deactivate = async () => {
    if (client && client.isRunning()) {
        await client.stop();
    }
};
