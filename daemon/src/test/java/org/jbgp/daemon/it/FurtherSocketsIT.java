package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** {@code cli}: control sockets that the configuration names, asked with BIRD's client. */
@NeedsPeer(Software.BIRD2)
class FurtherSocketsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void socketsComeAndGoWithTheConfiguration() throws IOException {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            Path open = jbgpd.file("open.ctl");
            Path watched = jbgpd.file("watched.ctl");
            Path taken = jbgpd.write("taken.ctl", "a file");
            String plain = "router id 10.0.0.1; log stderr all; protocol device { }\nprotocol static s { ipv4; }\n";
            String both = plain + "cli \"" + open + "\" { v2 attributes; };\ncli \"" + watched + "\" { restrict; };\n"
                    + "cli \"" + taken + "\";\n";
            jbgpd.start(both);
            lab.eventually("answers", LIMIT, () -> {
                assertThat(ask(us, open, "disable s")).contains("s: disabled");
                assertThat(ask(us, open, "enable s")).contains("s: enabled");
                assertThat(ask(us, watched, "show status")).contains("Router ID is 10.0.0.1");
                assertThat(ask(us, watched, "disable s")).contains("Access denied");
            });
            lab.eventually(
                    "its words",
                    () -> assertThat(jbgpd.log())
                            .contains("cli \"" + taken + "\": Control socket " + taken + ": there is a file"));
            assertThat(Files.readString(taken)).isEqualTo("a file");

            // The restriction goes, the other socket too.
            jbgpd.reconfigure(plain + "cli \"" + watched + "\";\n");
            lab.await("the socket is gone", LIMIT, () -> !Files.exists(open));
            lab.eventually(
                    "no restriction",
                    LIMIT,
                    () -> assertThat(ask(us, watched, "disable s")).contains("s: disabled"));
            jbgpd.stop();
            assertThat(watched).doesNotExist();
        }
    }

    private static String ask(Node us, Path socket, String command) {
        // It exits with 1 when access is denied.
        return us.exec("sh", "-c", "birdc -s " + socket + " " + command + " || true");
    }
}
