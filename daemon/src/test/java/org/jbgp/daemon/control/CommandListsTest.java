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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What is told of commands elsewhere is what {@link CommandTable} says: the list in {@code docs/commands.md}, the list
 * that {@code jbgpctl --help} shows, the words its completion offers. {@code -Djbgp.rewrite=true} writes them anew.
 */
class CommandListsTest {
    private static final Path DOCS = Path.of("../docs/commands.md");
    private static final Path CLI = Path.of("../cli/src/main/resources/org/jbgp/cli");

    @TestFactory
    Stream<DynamicTest> saysWhatTheTableSays() throws IOException {
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(DOCS, between(DOCS, "<!-- from the table of commands -->", "<!-- to here -->", documented()));
        Path completion = CLI.resolve("completion.bash");
        files.put(
                completion, between(completion, "# From the daemon's table of commands.", "# To here.", completion()));
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
                    .append(row.is(CommandRow.Trait.JSON) ? "JSON " : "")
                    .append(row.is(CommandRow.Trait.RESTRICTED) ? "not when restricted " : "")
                    .append("|\n");
        }
        return text.append('\n').toString();
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

    private static String completion() {
        Map<String, Set<String>> after = new LinkedHashMap<>();
        for (CommandRow<?> row : CommandTable.ROWS) {
            for (int depth = 0; depth < row.words().size(); depth++) {
                String before = String.join(" ", row.words().subList(0, depth));
                add(after, before, Set.of(row.words().get(depth)));
            }
            Usage usage = new Usage(row.arguments(), row.words().getFirst().equals("show"));
            add(after, row.name(), usage.first());
            usage.follow().forEach((word, next) -> add(after, row.name() + "/" + (isKind(word) ? "*" : word), next));
        }
        StringBuilder text = new StringBuilder("_jbgpctl_is() {\n    case $1 in\n        ");
        text.append(after.keySet().stream()
                        .filter(key -> !key.isEmpty() && key.indexOf('/') < 0)
                        .map(key -> "'" + key + "'")
                        .collect(Collectors.joining(" | \\\n            ")))
                .append(") ;;\n        *) return 1 ;;\n    esac\n}\n\n_jbgpctl_after() {\n    case $1 in\n");
        List<String> keys = new ArrayList<>(after.keySet());
        // The first pattern that fits counts.
        keys.sort((one, other) -> Boolean.compare(one.endsWith("*"), other.endsWith("*")));
        for (String key : keys) {
            List<String> parts = offers(after.get(key));
            if (!parts.isEmpty() || key.indexOf('/') >= 0) {
                text.append("        ")
                        .append(key.endsWith("*") ? "'" + key.substring(0, key.length() - 1) + "'*" : "'" + key + "'")
                        .append(") ")
                        .append(String.join(" ", parts))
                        .append(parts.isEmpty() ? ";;\n" : " ;;\n");
            }
        }
        return text.append("    esac\n}\n").toString();
    }

    private static void add(Map<String, Set<String>> after, String key, Set<String> words) {
        after.computeIfAbsent(key, each -> new LinkedHashSet<>()).addAll(words);
    }

    private static boolean isKind(String word) {
        return !Character.isLetterOrDigit(word.charAt(0));
    }

    /** Assignments of the shell: words, kinds of names, files. */
    private static List<String> offers(Set<String> next) {
        Set<String> words = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        boolean files = false;
        for (String each : next) {
            switch (each) {
                case "<protocol>", "<p>" -> names.add("protocol");
                case "<t>" -> names.add("(routing|ROA) table");
                case "<f>" -> names.add("filter");
                case "<symbol>" -> names.add(".*");
                case "\"<file>\"" -> files = true;
                case "<command>" ->
                    CommandTable.listed().forEach(row -> words.add(row.words().getFirst()));
                default -> {
                    if (!isKind(each)) {
                        words.add(each);
                    }
                }
            }
        }
        List<String> parts = new ArrayList<>();
        if (!words.isEmpty()) {
            parts.add("words='" + String.join(" ", words) + "'");
        }
        if (!names.isEmpty()) {
            parts.add("names='" + String.join("|", names) + "'");
        }
        if (files) {
            parts.add("files=1");
        }
        return parts;
    }
}
