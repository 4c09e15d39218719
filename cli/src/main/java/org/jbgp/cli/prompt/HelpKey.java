package org.jbgp.cli.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jbgp.cli.words.Completion;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.Widget;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * The key {@code ?}: shows what may come at the cursor, and leaves the line as it is. In a quoted text and in an
 * expression it is a
 * character like others.
 */
final class HelpKey implements Widget {

    private final LineReader reader;
    private final Completion completion;
    private final ReplyColors colors;

    HelpKey(LineReader reader, Completion completion, ReplyColors colors) {
        this.reader = reader;
        this.completion = completion;
        this.colors = colors;
    }

    @Override
    public boolean apply() {
        String text = reader.getBuffer().upToCursor();
        boolean quoted = text.chars().filter(c -> c == '"').count() % 2 == 1;
        ParsedLine line = reader.getParser().parse(text, text.length(), Parser.ParseContext.COMPLETE);
        List<String> before = CommandCompleter.before(line);
        Completion.Offers offers = completion.offers(before, line.word());
        boolean expression =
                offers.names().containsKey("<condition>") || offers.names().containsKey("<expression>");
        boolean inside = expression && (!line.word().isEmpty() || completion.isInsideExpression(before));
        if (quoted || inside || text.indexOf('{') >= 0) {
            reader.getBuffer().write('?');
            return true;
        }
        AttributedStringBuilder shown = new AttributedStringBuilder();
        for (AttributedString each :
                lines(offers, before.isEmpty() && line.word().isEmpty())) {
            shown.append(each).append('\n');
        }
        if (shown.length() == 0) {
            shown.append(before.isEmpty() ? "No command begins so.\n" : "Nothing more, or nothing that begins so.\n");
        }
        reader.printAbove(shown.toAttributedString());
        return true;
    }

    private List<AttributedString> lines(Completion.Offers offers, boolean atBegin) {
        int width = 8;
        for (Completion.Offer each : offers.words()) {
            width = Math.max(width, each.text().length());
        }
        for (String each : offers.names().keySet()) {
            width = Math.max(width, each.length());
        }
        List<AttributedString> lines = new ArrayList<>();
        for (Completion.Offer each : offers.words()) {
            lines.add(colors.meaning(each.text(), width, each.meaning()));
        }
        for (Map.Entry<String, List<Completion.Offer>> kind : offers.names().entrySet()) {
            lines.add(colors.meaning(kind.getKey(), width, names(kind.getValue())));
        }
        if (offers.files()) {
            lines.add(colors.meaning("\"<file>\"", width, ""));
        }
        if (atBegin) {
            lines.add(colors.meaning("help", width, "(alone) lists all commands with their arguments"));
        }
        return lines;
    }

    /** As many names as fit a line. */
    private String names(List<Completion.Offer> offers) {
        int room = Math.max(20, reader.getTerminal().getWidth() - 24);
        StringBuilder text = new StringBuilder();
        for (Completion.Offer each : offers) {
            if (text.length() + each.text().length() + 2 > room) {
                return text.append(", ...").toString();
            }
            text.append(text.isEmpty() ? "" : ", ").append(each.text());
        }
        return text.toString();
    }
}
