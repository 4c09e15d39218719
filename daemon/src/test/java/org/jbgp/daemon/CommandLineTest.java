package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jbgp.daemon.CommandLine.Outcome;
import org.jbgp.daemon.control.view.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private static CommandLine run(String... arguments) {
        return switch (CommandLine.parse("jbgpd", new Version("1.2.3"), arguments)) {
            case Outcome.Run run -> run.commandLine();
            case Outcome.Split split -> throw new AssertionError(split.toString());
            case Outcome.Edit edit -> throw new AssertionError(edit.toString());
            case Outcome.Simulate simulate -> throw new AssertionError(simulate.toString());
            case Outcome.Print print -> throw new AssertionError(print.text());
        };
    }

    private static Outcome.Print print(String program, String... arguments) {
        return switch (CommandLine.parse(program, new Version("1.2.3"), arguments)) {
            case Outcome.Run run -> throw new AssertionError(run.toString());
            case Outcome.Split split -> throw new AssertionError(split.toString());
            case Outcome.Edit edit -> throw new AssertionError(edit.toString());
            case Outcome.Simulate simulate -> throw new AssertionError(simulate.toString());
            case Outcome.Print print -> print;
        };
    }

    @Test
    void defaults() {
        assertThat(run())
                .isEqualTo(new CommandLine(
                        "jbgpd",
                        new CommandLine.Files(
                                Path.of("/etc/jbgpd/bird.cfg"),
                                Path.of("/run/jbgpd/jbgpd.ctl"),
                                Optional.empty(),
                                Optional.empty()),
                        new CommandLine.Terminal(false, false),
                        false,
                        false,
                        Optional.empty(),
                        false,
                        new CommandLine.Account(Optional.empty(), Optional.empty())));
    }

    @Test
    void asCalicoStartsIt() {
        CommandLine line = run("-R", "-s", "/var/run/calico/bird.ctl", "-d", "-c", "/etc/calico/bird.cfg");
        assertThat(line.recover()).isTrue();
        assertThat(line.debug()).isTrue();
        assertThat(line.staysInForeground()).isTrue();
        assertThat(line.controlSocket()).isEqualTo(Path.of("/var/run/calico/bird.ctl"));
        assertThat(line.configuration()).isEqualTo(Path.of("/etc/calico/bird.cfg"));
    }

    @Test
    void joinedOptionsAndValues() {
        CommandLine line = run("-fpRs/x.ctl", "-c", "y", "-ub", "-gc", "-PP", "-D", "d", "--");
        assertThat(line)
                .isEqualTo(new CommandLine(
                        "jbgpd",
                        new CommandLine.Files(
                                Path.of("y"), Path.of("/x.ctl"), Optional.of(Path.of("P")), Optional.of(Path.of("d"))),
                        new CommandLine.Terminal(false, true),
                        true,
                        false,
                        Optional.empty(),
                        true,
                        new CommandLine.Account(Optional.of("b"), Optional.of("c"))));
    }

    @Test
    void testIsALongOption() {
        assertThat(run("--test", "-c", "y").test()).isTrue();
        assertThat(run("-c", "y", "--test").configuration()).isEqualTo(Path.of("y"));
        assertThat(run("-c", "y").test()).isFalse();
    }

    @Test
    void serversOfEditorsStandAlone() {
        for (String[] right : new String[][] {{"--lsp"}, {"--lsp", "--stdio"}}) {
            assertThat(CommandLine.parse("bird", new Version("1.2.3"), right)).isEqualTo(new Outcome.Edit());
        }
        for (String[] wrong : new String[][] {{"--lsp", "a.conf"}, {"--lsp", "-p"}, {"--lsp", "--stdio", "-d"}}) {
            assertThat(print("jbgpd", wrong).text())
                    .startsWith("jbgpd: --lsp stands alone: it takes standard input and output, and no file");
        }
    }

    @Test
    void splitStandsAlone() {
        assertThat(CommandLine.parse("jbgpd", new Version("1.2.3"), "--split", "a.cfg", "parts"))
                .isEqualTo(new Outcome.Split(Path.of("a.cfg"), Path.of("parts")));
        for (String[] wrong : new String[][] {{"--split"}, {"--split", "a"}, {"--split", "a", "b", "-p"}}) {
            assertThat(print("jbgpd", wrong).text())
                    .startsWith("jbgpd: --split needs a file, a directory, and nothing else");
        }
        assertThat(print("jbgpd", "-p", "--split").text()).startsWith("jbgpd: unknown option --");
    }

    @Test
    void currentDirectoryForWhatIsNotNamed() {
        CommandLine line = run("-l", "-s", "/run/x");
        assertThat(line.configuration()).isEqualTo(Path.of("bird.cfg"));
        assertThat(line.controlSocket()).isEqualTo(Path.of("/run/x"));
    }

    @ParameterizedTest
    @CsvSource({
        "-x, unknown option -x",
        "-fx, unknown option -x",
        "-c, option -c needs a value",
        "-fs, option -s needs a value",
        "bird.cfg, unexpected argument 'bird.cfg'",
        "-, unexpected argument '-'",
        "--verbose, unknown option --",
    })
    void refused(String argument, String message) {
        Outcome.Print print = print("jbgpd", argument);
        assertThat(print.exitCode()).isEqualTo(1);
        assertThat(print.text()).startsWith("jbgpd: " + message).contains("Usage: jbgpd");
    }

    @ParameterizedTest
    @CsvSource({
        "jbgpd, jbgpd 1.2.3",
        "bird, BIRD version v0.3.3+birdv1.6.8-jbgpd-1.2.3",
        "bird6, BIRD version v0.3.3+birdv1.6.8-jbgpd-1.2.3",
        "birdhouse, birdhouse 1.2.3"
    })
    void version(String program, String text) {
        assertThat(print(program, "--version")).isEqualTo(new Outcome.Print(text + "\n", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "jbgpd, /var/run/calico, '', /run/jbgpd/jbgpd.ctl",
        "bird, /var/run/calico, '', /var/run/calico/bird.ctl",
        "bird6, /var/run/calico, '', /var/run/calico/bird6.ctl",
        "bird, /run/bird, '', /run/bird/bird.ctl",
        "bird6, /nowhere, '', /run/jbgpd/bird6.ctl",
        "bird, /var/run/calico, /srv/run, /srv/run/bird.ctl",
    })
    void theSocketIsWhereTheOnesAroundLook(String program, Path there, String named, Path expected) {
        assertThat(DefaultFiles.controlSocket(program, Map.of("JBGPD_RUN_DIR", named), there::equals))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "jbgpd, /etc/bird/bird.conf, /etc/jbgpd/bird.cfg",
        "bird, /etc/bird/bird.conf, /etc/bird/bird.conf",
        "bird, /etc/bird/bird6.conf, /etc/jbgpd/bird.cfg",
        "bird6, /etc/bird/bird6.conf, /etc/bird/bird6.conf",
        "bird6, /etc/bird/bird.conf, /etc/jbgpd/bird6.cfg",
        "birdhouse, /etc/bird/birdhouse.conf, /etc/jbgpd/bird.cfg",
    })
    void theConfigurationIsDebiansWhereThatIs(String program, Path there, Path expected) {
        assertThat(DefaultFiles.configuration(program, there::equals)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-h", "--help", "-fh"})
    void help(String argument) {
        assertThat(print("jbgpd", argument).text()).contains("-c <config-file>").contains("/etc/jbgpd/bird.cfg");
    }
}
