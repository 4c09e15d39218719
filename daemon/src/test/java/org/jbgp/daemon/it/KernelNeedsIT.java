package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.tcp.TcpAo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A kernel without TCP-AO refuses the file, and nothing of it is obeyed. One that has it is looked at in a virtual
 * machine, see {@code dist/vm}.
 */
@NeedsPeer(Software.BIRD2)
class KernelNeedsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MESSAGE = "'b' has 'authentication ao', but the running kernel has no TCP-AO";

    private static String near(String options) {
        return "router id 10.0.0.1; log stderr all; protocol device { }\n"
                + "protocol bgp b { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65002; connect delay time 1;\n"
                + "  " + options + "\n  ipv4 { import all; export all; }; }\n";
    }

    private static final String AO = "authentication ao; keys { key { id 1; secret \"x\"; }; };";

    @BeforeEach
    void withoutTcpAo() {
        assumeTrue(TcpAo.probe("hmac(sha1)") == Errno.ENOPROTOOPT, "the running kernel has TCP-AO");
    }

    @Test
    void configureChangesNothing() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near(""));
            routers.bird().start("""
                    router id 10.0.0.2; log stderr all; protocol device { }
                    protocol bgp b { local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65000; connect delay time 1; passive;
                      ipv4 { import all; export all; }; }
                    """);
            routers.lab().await("session", LIMIT, () -> jbgpd.established("10.0.0.2"));
            Path other = jbgpd.file("ao.conf");
            write(other, near(AO));

            for (String mode : List.of("configure", "configure soft", "configure check")) {
                assertThatThrownBy(() -> jbgpd.command(mode + " \"" + other + "\""))
                        .hasMessageContaining(other + ":2:14 " + MESSAGE);
            }

            assertThat(jbgpd.log()).contains(other + ":2:14 " + MESSAGE).doesNotContain("Session down");
            assertThat(jbgpd.established("10.0.0.2")).isTrue();
        }
    }

    @Test
    void theDaemonDoesNotStart() throws IOException, InterruptedException {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            Path file = jbgpd.file("ao.conf");
            write(file, near(AO));

            assertThat(run(jbgpd, "-f", "-c", file.toString(), "-s", jbgpd.control()))
                    .isEqualTo("1 " + file + ":2:14 " + MESSAGE);
            // The file may be for another machine.
            assertThat(run(jbgpd, "-p", "-c", file.toString())).isEqualTo("0 " + file + ":2:14 warning: " + MESSAGE);
        }
    }

    private static String run(Jbgpd jbgpd, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Jbgpd.program());
        command.addAll(List.of(options));
        Path said = jbgpd.file("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String line = Files.readAllLines(said).stream()
                .filter(each -> each.startsWith("/"))
                .findFirst()
                .orElse("");
        return process.exitValue() + " " + line.substring(0, Math.max(0, line.indexOf(" (Linux")));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
