package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands about MRT files. */
class MrtCommandsTest {
    private final FakeRouter router = Golden2.router();

    private String answer(String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandRunner runner = new CommandRunner(router.ports(), ControlStyle.BIRD_2, echo -> {});
        runner.run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "mrt dump table master4 to \"/f\" | 0000",
                "mrt dump to \"/f\" where net.len < 8 table \"m*\" | 0000",
                "mrt dump table master4 to \"/bad\" | 8009-Unable to write MRT file '/bad': No",
                "mrt dump table nowhere to \"/f\" | 9001 nowhere is not a table",
                "mrt dump table master4 | 9001 File not specified",
                "mrt dump to \"/f\" | 9001 Table not specified",
                "mrt dump table master4 into \"/f\" | 9001 syntax error, unexpected into, expecting table, to, filter or where",
                "mrt dump table master4 to \"/f\" where nonsense | 9001",
                "mrtdump up1 all | 0000",
                "mrtdump nobody all | 9001 nobody is not a protocol",
                "mrtdump up1 { packets } | 9001 syntax error, unexpected packets, expecting states or messages",
                "mrtdump up1 { states messages } | 9001 syntax error, unexpected messages, expecting }",
                "mrtdump up1 | 9001 syntax error, unexpected end of command, expecting all or off",
            })
    void answers(String command, String answer) throws IOException {
        assertThat(answer(command)).startsWith(answer);
    }

    @Test
    void theRouterIsAsked() throws IOException {
        answer("mrt dump table \"m*\" to \"/f\"");
        answer("mrtdump up1 { messages, states }");
        answer("mrtdump up1 { messages }");
        answer("mrtdump \"up*\" off");
        assertThat(router.orders)
                .contains("dump m* to /f", "mrtdump up1 [STATES, PACKETS]", "mrtdump up1 [PACKETS]", "mrtdump up1 []");
    }
}
