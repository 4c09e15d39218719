package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every reply byte for byte as a real BIRD gave it in the same situation. The recordings are {@code > command} lines
 * followed by what came out of BIRD's socket.
 */
class GoldenReplyTest {

    private static final TimeZone ZONE = TimeZone.getDefault();

    @BeforeAll
    static void recordingsAreInUtc() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    }

    @AfterAll
    static void restoreZone() {
        TimeZone.setDefault(ZONE);
    }

    static Stream<Arguments> recordings() throws IOException {
        List<Arguments> all = new ArrayList<>();
        add(all, "bird-2.0.12.txt", ControlStyle.BIRD_2, Golden2.router());
        add(all, "bird-1.6.8.txt", ControlStyle.BIRD_1_6, Golden16.router());
        return all.stream();
    }

    private static void add(List<Arguments> all, String file, ControlStyle style, FakeRouter router)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandRunner runner = new CommandRunner(router.ports(), style, echo -> {});
        Reply reply = new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        });
        StringBuilder expected = new StringBuilder();
        String command = null;
        for (String line : lines(file)) {
            if (line.startsWith("> ")) {
                if (command != null) {
                    all.add(Arguments.of(file, command, ask(runner, reply, bytes, command), expected.toString()));
                }
                command = line.substring(2);
                expected.setLength(0);
            } else {
                expected.append(line).append('\n');
            }
        }
        all.add(Arguments.of(file, command, ask(runner, reply, bytes, command), expected.toString()));
    }

    private static String ask(CommandRunner runner, Reply reply, ByteArrayOutputStream bytes, String command)
            throws IOException {
        bytes.reset();
        runner.run(command, reply);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = GoldenReplyTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("recordings")
    void asBird(String file, String command, String reply, String expected) {
        assertThat(reply).as(command).isEqualTo(expected);
    }
}
