package org.jbgp.config;

import org.antlr.v4.runtime.CommonTokenStream;
import org.jbgp.config.options.ConfigurationBuilder;
import org.jbgp.config.syntax.IncludingTokens;
import org.jbgp.config.syntax.ItemParser;

/**
 * How far a load is. The load counts nothing for it: whoever asks looks where it stands, a moment old. Any thread.
 */
public final class LoadProgress {
    /** What finding the tokens, parsing and understanding take of the whole, as measured with large files. */
    private static final int TOKENS = 3;

    private static final int PARSING = 3;
    private static final int UNDERSTANDING = 7;
    private static final int WHOLE = TOKENS + PARSING + UNDERSTANDING;

    private volatile IncludingTokens source;
    private volatile Parsing parsing;
    /** Guarded by this. */
    private long most;

    private record Parsing(CommonTokenStream tokens, ItemParser parser, ConfigurationBuilder builder) {}

    /** A load that has not begun. */
    public LoadProgress() {}

    void begins(IncludingTokens read) {
        source = read;
    }

    void parses(CommonTokenStream tokens, ItemParser parser, ConfigurationBuilder builder) {
        parsing = new Parsing(tokens, parser, builder);
    }

    /** Characters of all files known so far: the text of an included file counts from when it is met. */
    public long total() {
        IncludingTokens reading = source;
        return reading == null ? -1 : reading.size();
    }

    /** As many of them as correspond to the work that is done. Never less than before. */
    public synchronized long done() {
        IncludingTokens reading = source;
        Parsing parsed = parsing;
        if (reading == null) {
            return 0;
        }
        double parts;
        if (parsed == null) {
            parts = TOKENS * (double) reading.position() / Math.max(1, reading.size());
        } else {
            double all = Math.max(1, parsed.tokens.size());
            int understood = Math.max(parsed.parser.taken(), parsed.builder.reached());
            parts = TOKENS + PARSING * parsed.tokens.index() / all + UNDERSTANDING * understood / all;
        }
        most = Math.max(most, Math.min(reading.size(), (long) (reading.size() * parts / WHOLE)));
        return most;
    }
}
