package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jbgpd --split}: files, exit codes and what it says. */
class SplitCommandTest {
    private static final String WHOLE = """
            protocol device { }
            protocol kernel { ipv4 { export all; }; }
            protocol ospf v2 core { ipv4 { import all; export none; }; area 0 { interface "eth0"; }; }
            protocol bgp up { local as 1; neighbor 10.0.0.2 as 2; password "secret"; ipv4 { import all; export %s; }; }
            """;

    @TempDir
    private Path directory;

    private Path file;
    private Path parts;
    private String out;
    private String error;

    @BeforeEach
    void paths() {
        file = directory.resolve("bird.conf");
        parts = directory.resolve("some/parts");
    }

    private int split() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream failed = new ByteArrayOutputStream();
        int code = new SplitCommand(
                        file,
                        parts,
                        new PrintStream(said, true, StandardCharsets.UTF_8),
                        new PrintStream(failed, true, StandardCharsets.UTF_8))
                .run(Optional.empty());
        out = said.toString(StandardCharsets.UTF_8);
        error = failed.toString(StandardCharsets.UTF_8);
        return code;
    }

    @Test
    void bothFilesWithTheRightsOfTheWhole() throws IOException {
        Files.writeString(file, WHOLE.formatted("none"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(split()).isZero();
        assertThat(error).isEmpty();
        assertThat(out)
                .startsWith(parts.resolve("bird.cfg") + "  for BIRD\n" + parts.resolve("jbgpd.cfg") + "  for jbgpd\n")
                .contains("joined by kernel 'kernel1', table master4")
                .endsWith("nothing is left to do by hand\n")
                .doesNotContain("secret");
        for (String name : new String[] {"bird.cfg", "jbgpd.cfg"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parts.resolve(name))))
                    .isEqualTo("rw-r-----");
        }
        assertThat(parts.resolve("bird.cfg"))
                .content()
                .contains("protocol ospf v2 core")
                .doesNotContain("secret");
        assertThat(parts.resolve("jbgpd.cfg"))
                .content()
                .contains("password \"secret\"")
                .doesNotContain("ospf");
    }

    @Test
    void saysWhatItIncludes() throws IOException {
        Files.writeString(file, WHOLE.formatted("none") + "include \"more.conf\";\n");
        Files.writeString(directory.resolve("more.conf"), "define here = 5;\n");

        assertThat(split()).isZero();
        assertThat(out)
                .contains("  the parts include nothing: they hold the text of " + directory.resolve("more.conf")
                        + " themselves, so changes go into them from now on\n");
        assertThat(parts.resolve("jbgpd.cfg"))
                .content()
                .contains("# From " + directory.resolve("more.conf") + ":\ndefine here = 5;");
    }

    @Test
    void neverOverwrites() throws IOException {
        Files.writeString(file, WHOLE.formatted("none"));
        Files.createDirectories(parts);
        Files.writeString(parts.resolve("jbgpd.cfg"), "mine");

        assertThat(split()).isEqualTo(1);
        assertThat(error)
                .isEqualTo("jbgpd: " + parts.resolve("jbgpd.cfg")
                        + " is there already: remove it, or name another directory\n");
        assertThat(parts.resolve("jbgpd.cfg")).hasContent("mine");
        assertThat(parts.resolve("bird.cfg")).doesNotExist();
    }

    @Test
    void placesForAPersonToLookAt() throws IOException {
        Files.writeString(file, WHOLE.formatted("where ospf_tag = 1"));

        assertThat(split()).isEqualTo(2);
        assertThat(out)
                .contains(file + ":4:106 not split: the kernel's routes have no ospf_tag: ")
                .endsWith("1 place needs a look by hand\n");
    }

    @Test
    void whatJbgpdCannotDo() throws IOException {
        Files.writeString(file, WHOLE.formatted("none") + "protocol bgp vpn { local as 1; vpn4 { import all; }; }\n");

        assertThat(split()).isEqualTo(2);
        assertThat(out)
                .contains(parts.resolve("jbgpd.cfg") + ":", " jbgpd cannot do this: channel 'vpn4' is not supported")
                .contains("1 place needs a look by hand\n");
    }

    @Test
    void nothingToSplit() throws IOException {
        Files.writeString(file, "protocol device { }\n");

        assertThat(split()).isEqualTo(1);
        assertThat(error).contains("there is no OSPF, RIP or Babel to split off");
        assertThat(parts).doesNotExist();
    }

    @Test
    void noDirectoryCanBeMade() throws IOException {
        Files.writeString(file, WHOLE.formatted("none"));
        parts = file.resolve("below");

        assertThat(split()).isEqualTo(1);
        assertThat(error).startsWith("jbgpd: " + file);
    }
}
