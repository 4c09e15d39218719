package org.jbgp.daemon.editor;

import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.services.WorkspaceService;

/** What an editor says of settings and of files that it does not have open. */
final class WorkspaceRequests implements WorkspaceService {
    private final EditorServer server;

    WorkspaceRequests(EditorServer server) {
        this.server = server;
    }

    @Override
    public void didChangeConfiguration(DidChangeConfigurationParams parameters) {
        server.settings(parameters.getSettings());
    }

    @Override
    public void didChangeWatchedFiles(DidChangeWatchedFilesParams parameters) {
        server.filesChanged();
    }
}
