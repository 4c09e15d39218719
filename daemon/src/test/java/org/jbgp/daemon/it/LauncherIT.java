package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With what rights the launcher starts the JVM, in whose place a script shows them. */
class LauncherIT {
    /** CAP_NET_BIND_SERVICE (10), CAP_NET_ADMIN (12), CAP_NET_RAW (13). */
    private static final String NEEDED = "0000000000003400";

    @TempDir
    private Path home;

    @BeforeEach
    void install() throws IOException {
        for (String name : new String[] {"jbgpd", "jbgpctl"}) {
            program(
                    home.resolve("bin").resolve(name),
                    Files.readString(Path.of("..", "dist", "src", "main", "bin", name))
                            .replaceAll("@(daemon|cli).classpath@", "none")
                            .replaceAll("@(daemon|cli).main@", "Main")
                            .replace("@project.version@", "1.2.3"));
        }
        program(home.resolve("runtime/bin/java"), "#!/bin/sh\nexec cat /proc/self/status\n");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> status(List<String> before, String... options) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(home.resolve("bin/jbgpd").toString(), "-f", "-s", "ctl"));
        command.addAll(List.of(options));
        return run(command)
                .lines()
                .map(line -> line.split(":\\s*", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @Test
    void aUserHasWhatTheDaemonNeedsAndNoMore() {
        Map<String, String> status = status(List.of(), "-u", "nobody");
        assertThat(status.get("Uid")).startsWith("65534\t65534");
        for (String set : new String[] {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) {
            assertThat(status).containsEntry(set, NEEDED);
        }
    }

    @Test
    void aGroupAlone() {
        Map<String, String> status = status(List.of(), "-g", "65534");
        assertThat(status.get("Uid")).startsWith("0\t0");
        assertThat(status.get("Gid")).startsWith("65534\t65534");
        assertThat(status).containsEntry("CapBnd", NEEDED).containsEntry("CapEff", NEEDED);
    }

    /** Who may not reduce the bounding set (a container's root, say) starts all the same. */
    @Test
    void withoutTheRightToReduceTheBoundingSet() {
        Map<String, String> status = status(List.of("setpriv", "--bounding-set=-setpcap"), "-u", "nobody");
        assertThat(status).containsEntry("CapEff", NEEDED);
        assertThat(status.get("CapBnd")).isNotEqualTo(NEEDED);
    }

    @Test
    void rootKeepsItsOwn() {
        String before = run(List.of("grep", "CapBnd", "/proc/self/status"));
        assertThat(before).contains(status(List.of()).get("CapBnd"));
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, true", "1, false"})
    void anAotCacheOlderThanAJarIsLeftAlone(long secondsTheJarIsYounger, boolean used) throws IOException {
        program(home.resolve("runtime/bin/java"), "#!/bin/sh\necho \"$@\"\n");
        Path cache = home.resolve("lib/jbgpd.aot");
        Path jar = home.resolve("lib/some.jar");
        Files.createDirectories(cache.getParent());
        Instant made = Instant.parse("2026-01-01T00:00:00Z");
        Files.setLastModifiedTime(Files.writeString(cache, "cache"), FileTime.from(made));
        Files.setLastModifiedTime(
                Files.writeString(jar, "jar"), FileTime.from(made.plusSeconds(secondsTheJarIsYounger)));
        String command = run(List.of(home.resolve("bin/jbgpd").toString(), "-f"));
        assertThat(command.contains("-XX:AOTCache=" + cache + " ")).isEqualTo(used);
    }

    @Test
    void programsLearnTheirVersionFromTheBuild() throws IOException {
        program(home.resolve("runtime/bin/java"), "#!/bin/sh\necho \"$@\"\n");
        for (String name : new String[] {"jbgpd", "jbgpctl"}) {
            assertThat(run(List.of(home.resolve("bin").resolve(name).toString(), "--version")))
                    .contains(" -Djbgpd.version=1.2.3 ");
        }
    }
}
