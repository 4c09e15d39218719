package org.jbgp.daemon.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Json;

/**
 * Keys of an answer in JSON: those a command gave, or those that docs/reference/json.md names for it.
 *
 * @param top keys of the object itself, in order
 * @param all those of the objects in it too
 */
record JsonKeys(List<String> top, Set<String> all) {
    private static final Path LIST = Path.of("../docs/reference/json.md");
    private static final Pattern WORD = Pattern.compile("`([a-z_0-9]+)`");

    /** What an object has. */
    static JsonKeys of(String object) {
        Map<?, ?> map = (Map<?, ?>) Json.parse(object);
        Set<String> all = new LinkedHashSet<>();
        collect(map, all);
        return new JsonKeys(map.keySet().stream().map(String::valueOf).toList(), all);
    }

    private static void collect(Object value, Set<String> keys) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, inner) -> {
                    keys.add(key.toString());
                    // The names of attributes are no keys, but data.
                    if (!key.equals("attributes")) {
                        collect(inner, keys);
                    }
                });
            case List<?> list -> list.forEach(each -> collect(each, keys));
            case null, default -> {}
        }
    }

    /** What the list names for the command that a line begins with; nothing if it is not in the list. */
    static JsonKeys documented(String line) {
        List<String> top = List.of();
        Set<String> all = new LinkedHashSet<>();
        int longest = 0;
        boolean wanted = false;
        for (String row : rows()) {
            String[] cells = row.split("(?<!\\\\)\\|", -1);
            if (!cells[1].isBlank()) {
                int length = commandOf(cells[1], line);
                wanted = length > longest;
                if (wanted) {
                    longest = length;
                    top = words(cells[3]);
                    all.clear();
                }
            }
            if (wanted) {
                all.addAll(words(cells[2]));
                all.addAll(words(cells[3]));
            }
        }
        return new JsonKeys(top, all);
    }

    /** Length of the command in this cell that the line begins with; 0 if it is none of them. */
    private static int commandOf(String cell, String line) {
        return Pattern.compile("`([a-z ]+)`")
                .matcher(cell)
                .results()
                .map(found -> found.group(1))
                .filter(command -> (line + " ").startsWith(command + " "))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /** The keys a cell names; what stands in brackets are values. */
    private static List<String> words(String cell) {
        List<String> words = new ArrayList<>();
        WORD.matcher(cell.replaceAll("\\([^)]*\\)", "")).results().forEach(found -> words.add(found.group(1)));
        return words;
    }

    private static List<String> rows() {
        try {
            return Files.readAllLines(LIST).stream()
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| command |"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
