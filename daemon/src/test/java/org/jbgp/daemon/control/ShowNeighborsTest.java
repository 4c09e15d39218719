package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ShowNeighborsTest {
    private static String answer(ControlStyle style, String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandRunner runner = new CommandRunner(Golden2.router().ports(), style, echo -> {});
        runner.run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void aLineForEachInAllLayouts(ControlStyle style) throws IOException {
        assertThat(answer(style, "show neighbors")).isEqualTo("""
                1096-Name  Neighbor    AS State             Up Imported Preferred Exported Info
                 up1   10.9.1.2 65002 Established 00:00:08        4         3        7
                 ibgp1 10.9.1.3 65001 Active           ---        0         0        0 Socket: Connection reset by peer
                 dis1  10.9.1.9 65009 Down             ---        0         0        0
                 noone 10.9.1.8 65009 Active           ---        0         0        0 Socket: No route to host
                 pas   10.9.1.7 65009 Passive          ---        0         0        0
                 bad   10.9.1.2 65009 Active           ---        0         0        0 Socket: Connection refused
                0000\s
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "show neighbors nix, nix is not a protocol",
        "show neighbors static4, static4: Not a BGP protocol",
        "show neighbors \"static*\", No protocols match"
    })
    void whatIsNoneIsNamed(String command, String message) throws IOException {
        assertThat(answer(ControlStyle.BIRD_2, command))
                .endsWith(message + "\n")
                .hasLineCount(1);
    }
}
