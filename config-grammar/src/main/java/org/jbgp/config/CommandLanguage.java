package org.jbgp.config;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jbgp.config.filter.FilterLanguage;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.grammar.BirdParser.ElementContext;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.Problems;
import org.jbgp.config.syntax.PhraseParser;

/**
 * The filter language as commands use it: expressions and filters that may name everything a configuration defines.
 * Does not change the configuration; any thread.
 */
public final class CommandLanguage {
    private static final String NAME = "command";

    private final Configuration configuration;

    /** The language of a checked configuration. */
    public CommandLanguage(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * What was read from a line.
     *
     * @param <T> what it means
     * @param meaning empty if it is wrong
     * @param end where in the line the rest begins
     * @param problems what is wrong, or warnings; columns count from the beginning of the phrase
     */
    public record Phrase<T>(Optional<T> meaning, int end, List<Problem> problems) {
        public Phrase {
            problems = List.copyOf(problems);
        }
    }

    /** The condition behind {@code where}, from that place of the line on, as a filter. */
    public Phrase<Filter> where(String line, int from) {
        return read(
                line,
                from,
                "",
                (phrase, language) -> Optional.ofNullable(phrase.expression()).map(language::where));
    }

    /** The filter behind {@code filter}, a name or a body, from that place of the line on. */
    public Phrase<Filter> filter(String line, int from) {
        return read(
                line,
                from,
                "filter ",
                (phrase, language) ->
                        Optional.ofNullable(phrase.filter()).flatMap(element -> filter(element, language)));
    }

    private static Optional<Filter> filter(ElementContext element, FilterLanguage language) {
        return element.symbol() == null
                ? Optional.of(language.inline(element.filterBody(), element.getStart()))
                : language.require(element.symbol());
    }

    /** An expression, from that place of the line on. */
    public Phrase<Expression> expression(String line, int from) {
        return read(
                line,
                from,
                "",
                (phrase, language) -> Optional.ofNullable(phrase.expression()).map(language::expression));
    }

    private <T> Phrase<T> read(
            String line, int from, String keyword, BiFunction<PhraseParser, FilterLanguage, Optional<T>> reading) {
        Problems problems = new Problems();
        PhraseParser phrase = new PhraseParser(NAME, keyword + line.substring(from), problems);
        Optional<T> meaning = reading.apply(phrase, configuration.filters().forCommands(problems));
        boolean good = problems.errors().isEmpty();
        return new Phrase<>(
                good ? meaning : Optional.empty(),
                from + Math.max(0, phrase.end() - keyword.length()),
                good ? problems.warnings() : problems.errors());
    }
}
