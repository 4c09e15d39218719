package org.jbgp.config.editor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.syntax.FileTokens;

/** Gives something another name, wherever the old one stands. */
public final class Renaming {
    private static final Pattern QUOTABLE = Pattern.compile("[A-Za-z0-9_.:-]+");

    private Renaming() {}

    /** The part of a token that is the name: a string or quoted name without its quotes. */
    public static FileScan.Span nameIn(FileScan scan, Token token) {
        FileScan.Span span = scan.span(token);
        return token.getType() == BirdLexer.STRING
                ? new FileScan.Span(span.file(), span.start() + 1, span.end() - 1)
                : span;
    }

    /**
     * A name as it is written: in single quotes where it must be.
     *
     * @return null if nothing can have this name
     */
    public static String written(String wanted) {
        boolean quoted = wanted.length() > 2 && wanted.startsWith("'") && wanted.endsWith("'");
        String name = quoted ? wanted.substring(1, wanted.length() - 1) : wanted;
        if (!QUOTABLE.matcher(name).matches()) {
            return null;
        }
        List<Token> tokens = FileTokens.of("", name);
        boolean plain = tokens.size() == 1 && tokens.getFirst().getType() == BirdLexer.WORD;
        return plain && !quoted ? name : "'" + name + "'";
    }

    /**
     * What is to be replaced in each file.
     *
     * @param written as {@link #written} gives it
     */
    public static Map<String, List<Replacement>> replacements(
            FileScan scan, NameIndex names, Name name, String written) {
        Map<String, TreeMap<Integer, Replacement>> files = new LinkedHashMap<>();
        for (int place : names.places(name)) {
            Token token = scan.tokens().get(place);
            FileScan.Span span = nameIn(scan, token);
            String text = token.getType() == BirdLexer.STRING && written.startsWith("'")
                    ? written.substring(1, written.length() - 1)
                    : written;
            // A file that is included several times is changed once.
            files.computeIfAbsent(span.file(), file -> new TreeMap<>())
                    .put(span.start(), new Replacement(span.start(), span.end(), text));
        }
        Map<String, List<Replacement>> result = new LinkedHashMap<>();
        files.forEach((file, each) -> result.put(file, List.copyOf(each.values())));
        return result;
    }
}
