package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jbgp.config.options.Roff;
import org.jbgp.daemon.CommandLine;
import org.junit.jupiter.api.Test;

/**
 * The manual pages jbgpd(8) and jbgpctl(8) say what {@code --help} and {@link CommandTable} say. {@code
 * -Djbgp.rewrite=true} writes them anew.
 */
class ManualTest {
    private static final Path PAGES = Path.of("../dist/src/main/man");

    @Test
    void optionsOfTheDaemon() throws IOException {
        CommandLine.Outcome help = CommandLine.parse("jbgpd", null, "--help");
        String listed = ((CommandLine.Outcome.Print) help).text();
        StringBuilder text = new StringBuilder();
        for (MatchResult option : Pattern.compile("(?m)^ {2}(-.*?) {2,}(.*)$")
                .matcher(listed)
                .results()
                .toList()) {
            text.append(".TP\n\\fB")
                    .append(Roff.text(option.group(1)).replace(" <", "\\fR <"))
                    .append("\\fR\n")
                    .append(Roff.text(option.group(2)))
                    .append(".\n");
        }
        assertThat(text).contains("control\\-socket", "\\-\\-test");
        holds(PAGES.resolve("jbgpd.8"), "From the command line's help.", text.toString());
    }

    @Test
    void commands() throws IOException {
        StringBuilder text = new StringBuilder();
        for (CommandRow<?> row : CommandTable.listed()) {
            text.append(".TP\n\\fB").append(Roff.text(row.name())).append("\\fR");
            if (!row.arguments().isEmpty()) {
                text.append(' ').append(Roff.text(row.arguments()));
            }
            text.append('\n')
                    .append(Roff.text(row.meaning()))
                    .append(row.is(CommandRow.Trait.JSON) ? " (also in JSON)" : "")
                    .append(row.is(CommandRow.Trait.RESTRICTED) ? " (not when restricted)" : "")
                    .append(".\n");
        }
        holds(PAGES.resolve("jbgpctl.8"), "From the daemon's table of commands.", text.toString());
    }

    private static void holds(Path page, String begin, String text) throws IOException {
        String from = ".\\\" " + begin + "\n";
        String to = ".\\\" To here.\n";
        String old = Files.readString(page);
        assertThat(old).contains(from, to);
        String wanted = old.substring(0, old.indexOf(from) + from.length()) + text + old.substring(old.indexOf(to));
        if (Boolean.getBoolean("jbgp.rewrite")) {
            Files.writeString(page, wanted);
        }
        assertThat(page).hasContent(wanted);
    }
}
