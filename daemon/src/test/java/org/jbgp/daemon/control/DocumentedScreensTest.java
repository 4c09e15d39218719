package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Screens of {@code docs/commands.md} are what the commands answer. A screen may leave lines of the answer out. */
class DocumentedScreensTest {

    private static final Path PAGE = Path.of("../docs/commands.md");
    private static final String PROMPT = "jbgp> ";
    private static final TimeZone ZONE = TimeZone.getDefault();

    @BeforeAll
    static void timesAreInUtc() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    }

    @AfterAll
    static void restoreZone() {
        TimeZone.setDefault(ZONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show protocols \"*1\"",
                "show neighbors",
                "show load",
                "show progress",
                "show route 198.51.100.0/24",
                "show interfaces summary",
                "show rejected",
                "show changes 198.51.100.0/24",
                "show route 198.51.100.0/24 at \"2026-11-30 14:03:10\"",
                "show diff \"2026-11-30 14:00\" \"2026-11-30 14:03:30\"",
                "show flaps since \"2026-11-30 14:00\""
            })
    void isWhatTheCommandAnswers(String command) throws IOException {
        assertThat(answer(command)).containsSubsequence(documented(command));
    }

    private static List<String> documented(String command) throws IOException {
        List<String> screen = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals(PROMPT + command))
                .skip(1)
                .takeWhile(line -> !line.equals("```") && !line.startsWith(PROMPT))
                .toList();
        assertThat(screen).as("screen of %s in %s", command, PAGE).isNotEmpty();
        return screen;
    }

    /** Its lines without their codes. */
    private static List<String> answer(String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandRunner runner = new CommandRunner(Golden2.router().ports(), ControlStyle.BIRD_2, echo -> {});
        runner.run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.substring(line.startsWith(" ") ? 1 : 5).stripTrailing())
                .toList();
    }
}
