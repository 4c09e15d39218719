package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    drain up1       | 0027-up1: draining
                    undrain up1     | 0027-up1: no longer drained
                    drain "ibgp*"   | 0027-ibgp1: draining
                    drain static4   | 8006 static4 is no BGP neighbor
                    undrain nix     | 9001 nix is not a protocol
                    """)
    void answers(String command, String line) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandRunner runner = new CommandRunner(Golden2.router().ports(), ControlStyle.BIRD_2, echo -> {});
        runner.run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).contains(line);
    }
}
