package org.jbgp.cli;

import java.util.List;

/** Commands as text. */
final class CommandText {

    private CommandText() {}

    /**
     * Joins words to a command. The shell has taken the quotes away; a word that needs them in the control protocol
     * (blanks, patterns, file names) gets them back.
     */
    static String join(List<String> words) {
        if (words.size() == 1) {
            // `jbgpctl "show protocols all"`: one argument that is a command already.
            return words.getFirst();
        }
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            boolean quoted = word.startsWith("\"") || word.equals("?");
            text.append(quoted || !needsQuotes(word) ? word : '"' + word + '"');
        }
        return text.toString();
    }

    private static boolean needsQuotes(String word) {
        if (word.isEmpty() || word.startsWith("/") || word.startsWith("./")) {
            return true;
        }
        return word.chars().anyMatch(c -> c == ' ' || c == '*' || c == '?' || c == '\t');
    }

    /** True for the words that leave. */
    static boolean isQuit(String line) {
        String word = line.strip();
        return word.equals("quit") || word.equals("exit");
    }
}
