package org.jbgp.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where configuration and control socket are when the command line names neither. Under the names of BIRD's daemons
 * they are where those around it look: {@code /etc/bird/bird.conf} and {@code bird6.conf} where they are; {@code
 * bird.ctl} and {@code bird6.ctl} in the folder that {@code JBGPD_RUN_DIR}
 * names, else in Calico's, else in Debian's, else in jbgpd's own. The clients ({@code birdcl}, …) look in the same
 * order.
 */
final class DefaultFiles {
    private static final Path OWN = Path.of("/run/jbgpd");

    /** Of Calico's node, then of Debian's package; the first one that is there. */
    private static final Path[] FOLDERS = {Path.of("/var/run/calico"), Path.of("/run/bird")};

    private DefaultFiles() {}

    /** Of Debian's BIRD where that is, under its names; else our own. */
    static Path configuration(String program) {
        return configuration(program, Files::isRegularFile);
    }

    static Path configuration(String program, Predicate<Path> isFile) {
        Path debian = Path.of("/etc/bird", program + ".conf");
        return isBird(program) && isFile.test(debian)
                ? debian
                : Path.of("/etc/jbgpd").resolve(fileName(program));
    }

    /** Of the configuration, in a folder that is ours or that {@code -l} chooses. */
    static String fileName(String program) {
        return program.equals("bird6") ? "bird6.cfg" : "bird.cfg";
    }

    private static boolean isBird(String program) {
        return program.equals("bird") || program.equals("bird6");
    }

    static Path controlSocket(String program) {
        return controlSocket(program, System.getenv(), Files::isDirectory);
    }

    static Path controlSocket(String program, Map<String, String> environment, Predicate<Path> isFolder) {
        if (!isBird(program)) {
            return OWN.resolve("jbgpd.ctl");
        }
        String named = environment.getOrDefault("JBGPD_RUN_DIR", "");
        Path folder = named.isEmpty() ? firstOf(isFolder) : Path.of(named);
        return folder.resolve(program + ".ctl");
    }

    private static Path firstOf(Predicate<Path> isFolder) {
        for (Path folder : FOLDERS) {
            if (isFolder.test(folder)) {
                return folder;
            }
        }
        return OWN;
    }
}
