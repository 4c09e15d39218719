package org.jbgp.cli.client;

import java.util.List;
import java.util.regex.Pattern;

/** Commands as text. */
public final class CommandText {

    private CommandText() {}

    private static final Pattern LIVE = Pattern.compile("(json[ \t]+)?w(a(t(ch?)?)?)?([ \t].*)?");

    /** Words of {@code configure}; anything else behind it is a file's name. */
    private static final List<String> CONFIGURE =
            List.of("soft", "check", "plan", "timeout", "confirm", "undo", "status");

    /** The same that are not abbreviated. */
    private static final List<String> WHOLE = List.of("routes", "apply", "changes");

    /** Words of {@code show route} behind which a word is a name. */
    private static final List<String> NAME_FOLLOWS =
            List.of("table", "protocol", "export", "exported", "preexport", "noexport");

    /**
     * Joins words to a command. The shell has taken the quotes away; a word that needs them in the control protocol
     * gets them back: a pattern of names, a file's name, a format, a message with blanks. What stands where an
     * expression is expected is left as it is, and so is what is in braces.
     */
    public static String join(List<String> words) {
        if (words.size() == 1) {
            // `jbgpctl "show protocols all"`: one argument that is a command already.
            return words.getFirst();
        }
        StringBuilder text = new StringBuilder(words.getFirst());
        boolean expression = isShort("eval", words.getFirst(), 2);
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            boolean asIs = expression
                    || word.startsWith("\"")
                    || word.startsWith("{")
                    || word.equals("?")
                    || !needsQuotes(words, i);
            text.append(' ').append(asIs ? word : '"' + word + '"');
            expression |= beginsExpression(words, i);
        }
        return text.toString();
    }

    private static boolean needsQuotes(List<String> words, int at) {
        String command = words.getFirst();
        String word = words.get(at);
        if (word.isEmpty() || word.chars().anyMatch(c -> Character.isWhitespace(c) || c == '#')) {
            // A '#' would begin a remark.
            return true;
        }
        if (isShort("configure", command, 1)) {
            return isFile(words, at);
        }
        if (isShort("dump", command, 2)) {
            // `filter all` and `ao keys` are one word more.
            return at == (isShort("filter", words.get(1), 1) || words.get(1).equals("ao") ? 3 : 2);
        }
        if (isShort("timeformat", command, 1)) {
            return word.indexOf('%') >= 0;
        }
        return word.indexOf('*') >= 0 || word.indexOf('?') >= 0;
    }

    /**
     * A number may be seconds; whatever begins like a word of the command is that word, unless it looks like a path.
     */
    private static boolean isFile(List<String> words, int at) {
        String word = words.get(at);
        if (word.indexOf('/') >= 0 || word.indexOf('.') >= 0) {
            return true;
        }
        boolean seconds =
                isShort("timeout", words.get(at - 1), 1) && word.chars().allMatch(Character::isDigit);
        // Behind `routes` comes a protocol, behind `apply` a plan.
        boolean name =
                words.subList(1, at).contains("routes") || words.subList(1, at).contains("apply");
        return !seconds
                && !name
                && !WHOLE.contains(word)
                && CONFIGURE.stream().noneMatch(keyword -> isShort(keyword, word, 1));
    }

    /**
     * True behind {@code show route … where} and {@code filter}, which may be abbreviated as far as they stay
     * themselves.
     */
    private static boolean beginsExpression(List<String> words, int at) {
        if (at < 2 || !isShort("show", words.getFirst(), 1) || !isShort("route", words.get(1), 1)) {
            return false;
        }
        String word = words.get(at);
        return !NAME_FOLLOWS.contains(words.get(at - 1)) && (isShort("where", word, 1) || word.equals("filter"));
    }

    private static boolean isShort(String keyword, String word, int least) {
        return word.length() >= least && keyword.startsWith(word);
    }

    /** True for {@code watch}, abbreviated or not: its reply has no end. */
    public static boolean isLive(String command) {
        return LIVE.matcher(command).matches();
    }

    /** True for the words that leave. */
    public static boolean isQuit(String line) {
        String word = line.strip();
        return word.equals("quit") || word.equals("exit");
    }
}
