package org.jbgp.cli;

import java.util.List;
import java.util.Set;

/** Commands as text. */
final class CommandText {

    private CommandText() {}

    /** Words behind which the rest of a command is an expression of the filter language, or a block. */
    private static final Set<String> EXPRESSION_FOLLOWS = Set.of("where", "eval", "filter");

    /** Words behind which a file name may stand. */
    private static final Set<String> FILE_FOLLOWS = Set.of("configure", "soft", "check", "plan");

    /** Words behind which a name or a pattern of names stands. */
    private static final Set<String> NAME_FOLLOWS = Set.of(
            "protocols", "all", "enable", "disable", "restart", "reload", "in", "out", "debug", "static", "protocol");

    /**
     * Joins words to a command. The shell has taken the quotes away; a word that needs them in the control protocol gets them back: a
     * pattern of names, a file's name, a message with blanks. What stands where an expression is expected is left as it is, and so is
     * what is in braces.
     */
    static String join(List<String> words) {
        if (words.size() == 1) {
            // `jbgpctl "show protocols all"`: one argument that is a command already.
            return words.getFirst();
        }
        StringBuilder text = new StringBuilder();
        boolean expression = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String before = i == 0 ? "" : words.get(i - 1);
            if (i > 0) {
                text.append(' ');
            }
            boolean asIs = expression
                    || word.startsWith("\"")
                    || word.startsWith("{")
                    || word.equals("?")
                    || !needsQuotes(word, before, words.getFirst());
            text.append(asIs ? word : '"' + word + '"');
            expression |= EXPRESSION_FOLLOWS.contains(word) && !words.getFirst().equals("explain");
        }
        return text.toString();
    }

    private static boolean needsQuotes(String word, String before, String command) {
        if (command.startsWith("conf") && FILE_FOLLOWS.contains(before)) {
            return word.contains("/") || word.contains(".") || word.indexOf(' ') >= 0;
        }
        boolean pattern = word.indexOf('*') >= 0 || word.indexOf('?') >= 0;
        return word.isEmpty()
                || word.chars().anyMatch(Character::isWhitespace)
                || (pattern
                        && (NAME_FOLLOWS.contains(before) || word.chars().noneMatch(c -> "=[](){}".indexOf(c) >= 0)));
    }

    /** True for the words that leave. */
    static boolean isQuit(String line) {
        String word = line.strip();
        return word.equals("quit") || word.equals("exit");
    }
}
