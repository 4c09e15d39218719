package org.jbgp.config.source;

import org.antlr.v4.runtime.Token;

/**
 * Where something stands in a configuration file.
 *
 * @param file the path as given to the loader, or the virtual name of a text loaded from memory
 * @param line 1 for the first line
 * @param column 1 for the first character of the line
 */
public record SourcePosition(String file, int line, int column) {

    /** Where a token begins. */
    public static SourcePosition of(Token token) {
        return new SourcePosition(
                token.getInputStream() == null ? "" : token.getInputStream().getSourceName(),
                token.getLine(),
                token.getCharPositionInLine() + 1);
    }

    /** {@code file:line:column}, as it stands before a message. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
