package org.jbgp.cli.prompt;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.LineReader;

/**
 * Where commands are kept from one session to the next: {@code $XDG_STATE_HOME/jbgpd/history}, else
 * {@code ~/.local/state/jbgpd/history} where that folder of the XDG base directories is there, else {@code
 * ~/.jbgpctl_history}. Only its
 * owner may read it. A command with a blank in front is not kept.
 *
 * @param path of the file
 */
record HistoryFile(Path path) {

    private static final int COMMANDS = 2000;
    private static final String OWNER_ONLY = "rw-------";

    /** The file for this environment; none without a home, or where it cannot be made. */
    static Optional<HistoryFile> find(Map<String, String> environment) {
        Path path = null;
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (state.startsWith("/")) {
            path = Path.of(state, "jbgpd", "history");
        } else if (home.startsWith("/")) {
            Path folder = Path.of(home, ".local", "state");
            path = Files.isDirectory(folder)
                    ? folder.resolve("jbgpd").resolve("history")
                    : Path.of(home, ".jbgpctl_history");
        }
        return path != null && isMade(path) ? Optional.of(new HistoryFile(path)) : Optional.empty();
    }

    private static boolean isMade(Path path) {
        try {
            Files.createDirectories(path.getParent());
            try {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            } catch (FileAlreadyExistsException e) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(OWNER_ONLY));
            }
            return Files.isWritable(path);
        } catch (IOException | UnsupportedOperationException e) {
            // A read-only home: the history lasts as long as the session.
            return false;
        }
    }

    void attachTo(LineReader reader) {
        reader.setVariable(LineReader.HISTORY_FILE, path);
        reader.setVariable(LineReader.HISTORY_SIZE, COMMANDS);
        reader.setVariable(LineReader.HISTORY_FILE_SIZE, COMMANDS);
        reader.unsetOpt(LineReader.Option.HISTORY_TIMESTAMPED);
    }
}
