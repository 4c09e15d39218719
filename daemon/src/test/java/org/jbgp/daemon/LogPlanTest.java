package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.router.LogTarget;
import org.jbgp.daemon.control.view.Version;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogPlanTest {

    /** Targets in their order, each with how many of the nine classes go to it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "''                         | -d         | Stderr 9",
                "''                         | -f         | none",
                "log stderr all;            | -d         | Stderr 9",
                "''                         | -D /a      | Stderr 8, File 9",
                "''                         | -d -D /a   | Stderr 9, File 9",
                "log stderr { info, error };| -d         | Stderr 2, Stderr 7",
                "log \"/a\" all;            | -d         | File 9, Stderr 9",
                "log syslog all;            | -D /a      | Syslog 9, File 9",
                "log \"/a\" all;            | -D /a      | File 9",
                "log \"/a\" all;            | -D /b/../a | File 9",
                "log \"/a\" all;            | -D /b      | File 9, File 9",
                "log stderr all; log stderr { bug };| -d | Stderr 9, Stderr 1",
            })
    void noLineGoesToOnePlaceTwiceForTheSakeOfAnOption(String logs, String options, String targets) {
        Configuration configuration = ConfigurationLoader.loadText(
                        "bird.conf", "router id 1.1.1.1; protocol device { } " + logs, Optional.of(Dialect.BIRD_2))
                .configuration()
                .orElseThrow();
        if (!(CommandLine.parse("jbgpd", new Version("1.2.3"), options.split(" "))
                instanceof CommandLine.Outcome.Run run)) {
            throw new AssertionError(options);
        }

        assertThat(new LogPlan(run.commandLine(), false).targets(configuration))
                .extracting(LogPlanTest::words)
                .containsExactlyElementsOf(targets == null ? List.of() : Arrays.asList(targets.split(", ")));
    }

    private static String words(LogTarget target) {
        return target.sink().getClass().getSimpleName() + " " + target.classes().size();
    }
}
