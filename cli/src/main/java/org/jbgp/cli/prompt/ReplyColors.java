package org.jbgp.cli.prompt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.cli.client.ReplyLine;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours for lines of replies, by their code and the words for states; or none. */
final class ReplyColors {

    private static final AttributedStyle GOOD = AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
    private static final AttributedStyle UNDER_WAY = AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
    private static final AttributedStyle BAD = AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
    private static final AttributedStyle HEAD = AttributedStyle.DEFAULT.bold();
    private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();

    /** Reply codes, as in BIRD's doc/reply_codes; {@code show neighbors} has one of its own. */
    private static final int HELP = 13;

    private static final int HEADING = 2002;
    private static final int PROTOCOL = 1002;
    private static final int PROTOCOL_DETAILS = 1006;
    private static final int ROUTE = 1007;
    private static final int NEIGHBORS = 1096;

    private static final Pattern STATES =
            Pattern.compile("(?<=\\s)(?:(up|Established)|(start|stop|flush|Connect|OpenSent|OpenConfirm|Passive)"
                    + "|(down|Idle|Active|Close|Down|error))(?=\\s|$)");
    private static final Pattern MARKS = Pattern.compile("(?<=\\] )(?:(\\*)|()(!))(?= )");

    private final boolean on;

    ReplyColors(boolean on) {
        this.on = on;
    }

    boolean on() {
        return on;
    }

    AttributedString reply(ReplyLine line) {
        String text = line.text();
        if (!on) {
            return new AttributedString(text);
        }
        if (line.error()) {
            return new AttributedString(text, BAD);
        }
        return switch (line.code()) {
            case HEADING -> new AttributedString(text, HEAD);
            case PROTOCOL, PROTOCOL_DETAILS -> marked(text, STATES);
            case NEIGHBORS -> text.startsWith("Name ") ? new AttributedString(text, HEAD) : marked(text, STATES);
            case ROUTE -> text.startsWith("Table ") ? new AttributedString(text, HEAD) : marked(text, MARKS);
            case HELP -> help(text);
            default -> new AttributedString(text);
        };
    }

    /** A line of the table of routes: headings, or a route with its mark in front. */
    AttributedString routeLine(String text) {
        if (!on) {
            return new AttributedString(text);
        }
        if (text.startsWith("Table ") || text.startsWith("  Prefix ")) {
            return new AttributedString(text, HEAD);
        }
        AttributedStyle style = text.startsWith("*") ? GOOD : text.startsWith("!") ? BAD : AttributedStyle.DEFAULT;
        int mark = Math.min(1, text.length());
        return new AttributedStringBuilder()
                .append(text.substring(0, mark), style)
                .append(text.substring(mark))
                .toAttributedString();
    }

    /** Groups of the pattern are what is well, what is under way, what is not well. */
    private static AttributedString marked(String text, Pattern words) {
        Matcher matcher = words.matcher(text);
        AttributedStringBuilder line = new AttributedStringBuilder();
        int end = 0;
        while (matcher.find()) {
            line.append(text.substring(end, matcher.start()));
            AttributedStyle style = matcher.group(1) != null ? GOOD : matcher.group(3) != null ? BAD : UNDER_WAY;
            line.append(matcher.group(), style);
            end = matcher.end();
        }
        return line.append(text.substring(end)).toAttributedString();
    }

    private static AttributedString help(String text) {
        int gap = text.indexOf("  ");
        return gap < 0
                ? new AttributedString(text)
                : new AttributedStringBuilder()
                        .append(text.substring(0, gap), HEAD)
                        .append(text.substring(gap))
                        .toAttributedString();
    }

    /** A word or a kind of names, and what it means. */
    AttributedString meaning(String word, int width, String meaning) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.append(word, on ? HEAD : AttributedStyle.DEFAULT);
        if (!meaning.isEmpty()) {
            line.append(" ".repeat(Math.max(0, width - word.length()) + 2)).append(meaning);
        }
        return line.toAttributedString();
    }

    AttributedString spontaneous(ReplyLine line) {
        return new AttributedString(">>> " + line.text(), on ? FAINT : AttributedStyle.DEFAULT);
    }

    /** What this program says itself when something failed. */
    AttributedString problem(String text) {
        return new AttributedString("jbgpctl: " + text, on ? BAD : AttributedStyle.DEFAULT);
    }
}
