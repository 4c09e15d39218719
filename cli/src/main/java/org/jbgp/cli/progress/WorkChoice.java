package org.jbgp.cli.progress;

import java.util.ArrayList;
import java.util.List;

/** Which of the works under way a command waits for, and what of its line fits a terminal. */
final class WorkChoice {
    private static final List<String> CONFIGURATION = List.of("plan:", "reload:", "reading:");

    private WorkChoice() {}

    /**
     * The line to show: the newest work that is of the command's kind, else the newest of all, which may be what keeps
     * the router from answering. Empty if there is none.
     *
     * @param rows of {@code show progress}
     */
    static String of(List<String> rows, String command) {
        for (String kind : kinds(command)) {
            for (String row : rows.reversed()) {
                if (row.startsWith(kind)) {
                    return row;
                }
            }
        }
        return rows.isEmpty() ? "" : rows.getLast();
    }

    private static List<String> kinds(String command) {
        String[] words = command.replaceFirst("^json[ \t]+", "").split("[ \t]+", -1);
        if ("configure".startsWith(words[0]) || words[0].equals("reload")) {
            return CONFIGURATION;
        }
        if (words[0].equals("mrt") || words[0].startsWith("du")) {
            return List.of("dump:");
        }
        return List.of("show route:");
    }

    /** As many of its parts, which are two blanks apart, as fit: the amount goes first, then the time. */
    static String fit(String row, int width) {
        List<String> parts = new ArrayList<>(List.of(row.split(" {2,}")));
        while (parts.size() > 1 && String.join("  ", parts).length() > width) {
            boolean amount = parts.size() > 2 && parts.get(2).endsWith(" %");
            parts.remove(amount ? 1 : parts.size() - 1);
        }
        String line = String.join("  ", parts);
        return line.substring(0, Math.min(line.length(), Math.max(0, width)));
    }
}
