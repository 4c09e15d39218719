package org.jbgp.config.syntax;

import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.TokenSource;

/** All tokens of a file and what it includes, in little room: see {@link PackedTokens}. */
public final class FileTokenStream extends CommonTokenStream {
    /** Reads all of them. */
    public FileTokenStream(TokenSource source) {
        super(source);
        tokens = new PackedTokens();
        fill();
    }
}
