package org.jbgp.cli.words;

import java.util.List;

/** The names that a running router knows; empty lists where none answers. */
public interface KnownNames {

    /**
     * A name of the configuration.
     *
     * @param name as the file writes it
     * @param kind as {@code show symbols} says it, such as {@code routing table}
     */
    record Symbol(String name, String kind) {}

    /** All of {@code show symbols}. */
    List<Symbol> symbols();

    /** Network interfaces. */
    List<String> interfaces();

    /**
     * Prefixes that tables hold.
     *
     * @param beginning what they begin with, at least one group and its dot or colon
     */
    List<String> prefixes(String beginning);
}
