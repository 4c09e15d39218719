package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.junit.jupiter.api.Test;

/** Each daemon of BIRD 1.6 shows the addresses of its family. */
class InterfaceFamiliesTest {
    private static String answer(ControlStyle style, String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new CommandRunner(Golden2.router().ports(), style, echo -> {}).run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void summary() throws IOException {
        assertThat(answer(ControlStyle.BIRD_1_6, "show interfaces summary"))
                .contains("lo        up    127.0.0.1/8\n", "ctlA      up    10.9.1.1/24\n");
        assertThat(answer(ControlStyle.BIRD_1_6_IPV6, "show interfaces summary"))
                .contains("lo        up    ::1/128\n", "ctlA      up    fd00:9::1/64\n");
    }

    @Test
    void addresses() throws IOException {
        assertThat(answer(ControlStyle.BIRD_1_6, "show interfaces"))
                .contains("10.9.1.1/24 (Primary, scope site)")
                .doesNotContain("fd00:9::1");
        assertThat(answer(ControlStyle.BIRD_1_6_IPV6, "show interfaces"))
                .contains("fd00:9::1/64 (Primary, ")
                .doesNotContain("10.9.1.1");
    }

    /** A client reads lines of about a thousand bytes, and a command may have four thousand. */
    @Test
    void refusalsAreNotLongerThanALine() throws IOException {
        assertThat(answer(ControlStyle.BIRD_2, "x".repeat(4000)))
                .hasSizeLessThan(520)
                .endsWith("xxx...\n");
    }
}
