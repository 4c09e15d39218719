package org.jbgp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The manual page jbgpctl(8) has every option; its commands are held by the daemon's test of that name. */
class ManualTest {
    static Stream<String> options() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new CommandLine(new Jbgpctl(nowhere, nowhere))
                .getCommandSpec().options().stream()
                        .filter(option -> !option.hidden())
                        .flatMap(option -> Arrays.stream(option.names()));
    }

    @ParameterizedTest
    @MethodSource("options")
    void names(String option) throws IOException {
        String page = Files.readString(Path.of("../dist/src/main/man/jbgpctl.8"));
        assertThat(page).contains("\\fB" + option.replace("-", "\\-") + "\\fR");
    }
}
