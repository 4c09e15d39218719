package org.jbgp.daemon.it.replies;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of the script of commands.
 *
 * @param kind how it is said
 * @param text what is said
 * @param label the text, with a number from its second appearance on
 */
record ScriptLine(Kind kind, String text, String label) {

    /** How a line is said. */
    enum Kind {
        /** On a connection of its own. */
        ALONE(""),
        /** On the connection of the line before. */
        ON("+ "),
        /** At a client, which completes words and answers {@code ?} itself. */
        TYPED("> "),
        /** As a line of that many letters, on a connection of its own. */
        LETTERS("~ "),
        /** Not at all: the neighbor's session is waited for. */
        WAIT("= ");

        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }
    }

    /** True for a line that changes nothing, and may be said again. */
    boolean isQuestion() {
        return kind == Kind.TYPED
                || (kind == Kind.ALONE && (text.startsWith("show") || text.startsWith("eval") || text.isBlank()));
    }

    /** The script, remarks left out. */
    static List<ScriptLine> all() {
        Map<String, Integer> seen = new HashMap<>();
        List<ScriptLine> lines = new ArrayList<>();
        for (String line : resource("commands.txt").split("\n", -1)) {
            if (line.startsWith("#")) {
                continue;
            }
            Kind kind = Kind.ALONE;
            for (Kind each : Kind.values()) {
                if (!each.mark.isEmpty() && line.startsWith(each.mark)) {
                    kind = each;
                }
            }
            int times = seen.merge(line, 1, Integer::sum);
            String text = line.substring(kind.mark.length());
            if (kind == Kind.LETTERS) {
                text = "x".repeat(Integer.parseInt(text));
            }
            lines.add(new ScriptLine(kind, text, label(line) + (times == 1 ? "" : " (" + times + ")")));
        }
        // The file ends with a line end, not with an empty line.
        lines.removeLast();
        return lines;
    }

    private static String label(String line) {
        String shown = line.replace("\t", "<tab>");
        return line.isBlank() ? "<" + line.length() + " blanks>" : shown;
    }

    static String resource(String name) {
        try (InputStream in = ScriptLine.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
