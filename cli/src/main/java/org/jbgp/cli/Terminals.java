package org.jbgp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks the kernel what a file descriptor is, instead of {@code System.console()}, which would load a terminal library
 * first.
 */
final class Terminals {

    private Terminals() {}

    /** True if input (0), output (1) or errors (2) are at a terminal. */
    static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** True if output (1) goes to a file. */
    static boolean isFile(int descriptor) {
        return Files.isRegularFile(Path.of("/proc/self/fd/" + descriptor));
    }

    /** Characters in a line of the terminal, as the launcher found it. */
    static int width() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(columns) : 80;
    }

    /** False where the environment wants none: {@code NO_COLOR}, see no-color.org. */
    static boolean colors() {
        String none = System.getenv("NO_COLOR");
        return none == null || none.isEmpty();
    }
}
