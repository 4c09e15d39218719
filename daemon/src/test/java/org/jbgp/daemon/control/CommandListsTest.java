package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What is said of commands elsewhere is what {@link CommandTable} says: the list in {@code docs/commands.md}, the list
 * that {@code jbgpctl --help} shows, the grammar its completion and its prompt go by. {@code -Djbgp.rewrite=true}
 * writes them anew.
 */
class CommandListsTest {
    private static final Path DOCS = Path.of("../docs/commands.md");
    private static final Path CLI = Path.of("../cli/src/main/resources/org/jbgp/cli");

    @TestFactory
    Stream<DynamicTest> saysWhatTheTableSays() throws IOException {
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(DOCS, between(DOCS, "<!-- from the table of commands -->", "<!-- to here -->", documented()));
        files.put(CLI.resolve("grammar.txt"), grammar());
        files.put(CLI.resolve("commands.txt"), listed());
        if (Boolean.getBoolean("jbgp.rewrite")) {
            for (Map.Entry<Path, String> file : files.entrySet()) {
                Files.writeString(file.getKey(), file.getValue());
            }
        }
        return files.entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getKey().getFileName().toString(),
                        () -> assertThat(file.getKey()).hasContent(file.getValue())));
    }

    /** What {@code jbgpctl --help} shows fits on a terminal. */
    @Test
    void linesOfTheHelpAreShort() {
        assertThat(listed().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    }

    /** The file with this text between two of its lines. */
    private static String between(Path file, String begin, String end, String text) throws IOException {
        String old = Files.readString(file);
        int from = old.indexOf(begin + "\n") + begin.length() + 1;
        int to = old.indexOf(end + "\n");
        assertThat(from).as("%s in %s", begin, file).isGreaterThan(begin.length());
        assertThat(to).as("%s in %s", end, file).isGreaterThanOrEqualTo(from);
        return old.substring(0, from) + text + old.substring(to);
    }

    private static String documented() {
        StringBuilder text = new StringBuilder("\n| command | does | |\n|---|---|---|\n");
        for (CommandRow<?> row : CommandTable.listed()) {
            text.append("| `")
                    .append(row.usage().replace("|", "\\|"))
                    .append("` | ")
                    .append(row.meaning())
                    .append(" | ")
                    .append(traits(row))
                    .append("|\n");
        }
        return text.append('\n').toString();
    }

    private static String traits(CommandRow<?> row) {
        List<String> traits = new ArrayList<>();
        if (row.is(CommandRow.Trait.JSON)) {
            traits.add("JSON");
        }
        if (row.is(CommandRow.Trait.RESTRICTED)) {
            traits.add("not when restricted");
        }
        return traits.isEmpty() ? "" : String.join(", ", traits) + " ";
    }

    private static String listed() {
        StringBuilder text = new StringBuilder();
        for (CommandRow<?> row : CommandTable.listed()) {
            text.append(row.is(CommandRow.Trait.JSON) ? "* " : "  ")
                    .append(row.name())
                    .repeat(' ', 18 - row.name().length())
                    .append(row.meaning())
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * A line for each place in a command: the place, what may come there, what the command does. Words that are not
     * abbreviated end in {@code !}.
     */
    private static String grammar() {
        Map<String, Set<String>> after = new LinkedHashMap<>();
        Map<String, String> meanings = new LinkedHashMap<>();
        for (CommandRow<?> row : CommandTable.ROWS) {
            for (int depth = 0; depth < row.words().size(); depth++) {
                String before = String.join(" ", row.words().subList(0, depth));
                add(after, before, Set.of(row.words().get(depth) + (CommandTable.isExact(row, depth) ? "!" : "")));
            }
            Usage usage = new Usage(row.arguments(), row.words().getFirst().equals("show"));
            add(after, row.name(), usage.first());
            meanings.put(row.name(), row.meaning());
            usage.follow().forEach((word, next) -> add(after, row.name() + "/" + (isKind(word) ? "*" : word), next));
        }
        StringBuilder text = new StringBuilder();
        after.forEach((place, next) -> text.append(place)
                .append('\t')
                .append(String.join(" ", offers(next)))
                .append('\t')
                .append(meanings.getOrDefault(place, ""))
                .append('\n'));
        return text.toString();
    }

    private static void add(Map<String, Set<String>> after, String key, Set<String> words) {
        after.computeIfAbsent(key, each -> new LinkedHashSet<>()).addAll(words);
    }

    private static boolean isKind(String word) {
        return !Character.isLetterOrDigit(word.charAt(0));
    }

    /** Words, and kinds of names without the quotes around them. */
    private static Set<String> offers(Set<String> next) {
        Set<String> offers = new LinkedHashSet<>();
        for (String each : next) {
            if (each.equals("<command>")) {
                CommandTable.listed().forEach(row -> offers.add(row.words().getFirst()));
            } else if (!each.startsWith("{")) {
                offers.add(each.replace("\"", ""));
            }
        }
        return offers;
    }
}
