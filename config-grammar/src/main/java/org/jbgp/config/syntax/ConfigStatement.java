package org.jbgp.config.syntax;

import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * An option statement.
 *
 * @param elements at least one
 * @param end the ';'
 */
public record ConfigStatement(List<Element> elements, Token end) {
    public ConfigStatement {
        elements = List.copyOf(elements);
    }

    /** The first token. */
    public Token token() {
        return elements.getFirst().token();
    }
}
