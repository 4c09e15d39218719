package org.jbgp.daemon;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import org.jbgp.daemon.control.view.Version;
import org.jbgp.daemon.editor.EditorServer;

/** {@code --lsp}: serves an editor. Here alone the library for that is loaded. */
final class EditorCommand {
    private EditorCommand() {}

    /** Serves until the editor ends; returns the exit code. */
    static int run() {
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        // Standard output belongs to the editor alone.
        System.setOut(System.err);
        return EditorServer.serve(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                out,
                Version.running().own(),
                System.err);
    }
}
