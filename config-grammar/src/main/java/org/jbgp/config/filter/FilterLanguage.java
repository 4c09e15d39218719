package org.jbgp.config.filter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.Problems;
import org.jbgp.config.grammar.BirdParser.AttributeDefinitionContext;
import org.jbgp.config.grammar.BirdParser.DefineStatementContext;
import org.jbgp.config.grammar.BirdParser.ExpressionContext;
import org.jbgp.config.grammar.BirdParser.FilterBodyContext;
import org.jbgp.config.grammar.BirdParser.FilterDefinitionContext;
import org.jbgp.config.grammar.BirdParser.FunctionDefinitionContext;
import org.jbgp.config.grammar.BirdParser.RouteElementContext;
import org.jbgp.config.grammar.BirdParser.TestDefinitionContext;
import org.jbgp.config.model.ConstantValue;
import org.jbgp.config.model.Dialect;

/**
 * Everything the options side needs from the filter language. Calls come in the order of the file, so a name is known
 * only after its definition. Mistakes go to the {@link Problems} given; every method then returns something usable so
 * that the rest of the file is still checked.
 */
public final class FilterLanguage {
    private final Map<String, Filter> filters = new LinkedHashMap<>();

    public FilterLanguage(Dialect dialect, Problems problems) {}

    /** {@code define NAME = expression;}. */
    public void define(DefineStatementContext statement) {}

    /** {@code attribute TYPE NAME;}. */
    public void attribute(AttributeDefinitionContext statement) {}

    /** {@code function NAME(…) { … }}. */
    public void function(FunctionDefinitionContext statement) {}

    /** {@code filter NAME { … }}. */
    public void filter(FilterDefinitionContext statement) {
        String name = statement.symbol().getText();
        filters.put(name, new Filter(name));
    }

    /** {@code bt_test_suite(…);} and its kin. */
    public void test(TestDefinitionContext statement) {}

    /** A filter defined so far. The name is without quotes. */
    public Optional<Filter> named(String name) {
        return Optional.ofNullable(filters.get(name));
    }

    /** All named filters so far in the order of the file. */
    public Map<String, Filter> filters() {
        return Map.copyOf(filters);
    }

    /** {@code filter { … }} in an option; {@code start} is its first token. */
    public Filter inline(FilterBodyContext body, Token start) {
        return new Filter("(unnamed)");
    }

    /** {@code where expression} in an option: accepts what the expression holds for, rejects the rest. */
    public Filter where(ExpressionContext expression) {
        return new Filter("(unnamed)");
    }

    /** The block of a static route, whose statements set attributes; it ends by accepting. */
    public Filter routeBlock(RouteElementContext route) {
        return new Filter("(unnamed)");
    }

    /** The value of an expression in an option; empty (and a problem recorded) if it is not constant. */
    public Optional<ConstantValue> constant(ExpressionContext expression) {
        return Optional.empty();
    }

    /** The value of a name, if a {@code define} so far gave it one; no problem is recorded. */
    public Optional<ConstantValue> constant(String name) {
        return Optional.empty();
    }

    /** What a name stands for so far, for messages: {@code filter}, {@code function}, {@code constant} …; empty if nothing. */
    public Optional<String> kindOf(String name) {
        return filters.containsKey(name) ? Optional.of("filter") : Optional.empty();
    }
}
