package org.jbgp.daemon.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.FilterLanguage;
import org.jbgp.config.filter.Outline;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser;
import org.jbgp.config.source.Problems;

/** Reads filters for tests. */
public final class FilterText {

    private FilterText() {}

    /** A whole text with defines, functions and one filter {@code f}. */
    public static Filter filter(String text) {
        return filter(text, Dialect.BIRD_2);
    }

    public static Filter filter(String text, Dialect dialect) {
        Problems problems = new Problems();
        Optional<Filter> filter = read(text, dialect, problems);
        assertThat(problems.errors()).as(text).isEmpty();
        return filter.orElseThrow();
    }

    /** The filter {@code f}, empty if the text has problems other than of syntax. */
    public static Optional<Filter> tryFilter(String text) {
        Problems problems = new Problems();
        Optional<Filter> filter = read(text, Dialect.BIRD_2, problems);
        return problems.errors().isEmpty() ? filter : Optional.empty();
    }

    private static Optional<Filter> read(String text, Dialect dialect, Problems problems) {
        FilterLanguage language = new FilterLanguage(
                dialect, problems, name -> Optional.of(TableConfig.Kind.ROA), name -> Optional.empty(), Outline.EMPTY);
        BirdParser parser = new BirdParser(new CommonTokenStream(new BirdLexer(CharStreams.fromString(text, "t"))));
        for (BirdParser.TopItemContext item : parser.configuration().topItem()) {
            if (item.defineStatement() != null) {
                language.define(item.defineStatement());
            } else if (item.attributeDefinition() != null) {
                language.attribute(item.attributeDefinition());
            } else if (item.functionDefinition() != null) {
                language.function(item.functionDefinition());
            } else if (item.filterDefinition() != null) {
                language.filter(item.filterDefinition());
            }
        }
        assertThat(parser.getNumberOfSyntaxErrors()).as(text).isZero();
        return language.named("f");
    }

    /** {@code filter f { … }}. */
    static Filter body(String statements) {
        return filter("filter f { " + statements + " }");
    }
}
