package org.jbgp.config.options.argument;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jbgp.config.base.ConstantValue;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.Definition;
import org.jbgp.config.filter.FilterLanguage;
import org.jbgp.config.filter.Outline;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.grammar.BirdParser.ExpressionContext;
import org.jbgp.config.grammar.BirdParser.FilterBodyContext;
import org.jbgp.config.grammar.BirdParser.RouteElementContext;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourcePosition;

/** What is known of the configuration at the place being read. */
public final class Context {
    private final Dialect dialect;
    private final Problems problems;
    private final FilterLanguage filters;
    private final Outline outline;
    private final Predicate<String> optionWord;

    /** Names of protocols, by what there can be only one of them for. */
    private final Map<String, String> only = new HashMap<>();

    private final Map<String, TableConfig> tables = new LinkedHashMap<>();

    /** Names of neighbor tables, in the order of the file. */
    private final Set<String> neighborTables = new LinkedHashSet<>();

    /** Names of tables, protocols and templates, with what they are and where they were defined. */
    private final Map<String, Definition> names = new LinkedHashMap<>();

    /** A template's filters are read once, however many protocols are made from it. */
    private final IdentityHashMap<ParseTree, Filter> filtersRead = new IdentityHashMap<>();

    /**
     * @param outline what the file defines
     * @param optionWord true of a word that is part of some option's name
     */
    public Context(Dialect dialect, Problems problems, Outline outline, Predicate<String> optionWord) {
        this.optionWord = optionWord;
        this.outline = outline;
        this.dialect = dialect;
        this.problems = problems;
        filters = new FilterLanguage(
                dialect,
                problems,
                name -> Optional.ofNullable(tables.get(name)).map(TableConfig::kind),
                name -> Optional.ofNullable(names.get(name)),
                outline);
    }

    /** What the file defines. */
    public Outline outline() {
        return outline;
    }

    /**
     * Why there is no such template or table; empty if the file has one that could not be read, which has been
     * reported.
     *
     * @param otherwise what to say of a name the file does not define
     */
    public Optional<String> missing(String name, String otherwise) {
        return problems.enough()
                ? Optional.of(otherwise)
                : outline.find(name)
                        .map(found -> found.later()
                                ? Optional.of("the " + found.definition().kind() + " '" + name
                                        + "' is defined further down, at "
                                        + found.definition().position() + ": move it above this line")
                                : Optional.of(otherwise).filter(text -> !problems.any()))
                        .orElse(Optional.of(otherwise));
    }

    /** True of a word that is part of some option's name: it may stand in a message, as it is no password. */
    public boolean isOptionWord(String word) {
        return optionWord.test(word);
    }

    /**
     * Notes that a protocol is for something there can be only one protocol for.
     *
     * @return the protocol that came first, if there is one
     */
    public Optional<String> firstFor(String thing, String protocol) {
        return Optional.ofNullable(only.putIfAbsent(thing, protocol));
    }

    public Dialect dialect() {
        return dialect;
    }

    public Problems problems() {
        return problems;
    }

    public FilterLanguage filters() {
        return filters;
    }

    public Map<String, TableConfig> tables() {
        return tables;
    }

    /** Names of neighbor tables, in the order of the file. */
    public Set<String> neighborTables() {
        return neighborTables;
    }

    /** Takes a name for good; records a problem and returns false if it is taken. */
    public boolean claim(Token token, String name, String kind) {
        Optional<Definition> earlier = Optional.ofNullable(names.get(name)).or(() -> filters.definition(name));
        if (earlier.isPresent()) {
            problems.error(token, "'" + name + "' is already " + earlier.get());
            return false;
        }
        names.put(name, new Definition(kind, SourcePosition.of(token)));
        return true;
    }

    /** Takes a made-up name for good. */
    public void claimMadeUp(SourcePosition position, String name, String kind) {
        names.put(name, new Definition(kind, position));
    }

    /** What a name stands for among tables, protocols, templates, filters, functions and constants. */
    public Optional<String> kindOf(String name) {
        Definition definition = names.get(name);
        return definition == null ? filters.kindOf(name) : Optional.of(definition.kind());
    }

    public Optional<ConstantValue> constant(String name) {
        return filters.constant(name);
    }

    public Optional<ConstantValue> constant(ExpressionContext expression) {
        return filters.constant(expression);
    }

    public Filter inline(FilterBodyContext body, Token start) {
        Filter known = filtersRead.get(body);
        if (known == null) {
            known = filters.inline(body, start);
            filtersRead.put(body, known);
        }
        return known;
    }

    public Filter where(ExpressionContext condition) {
        Filter known = filtersRead.get(condition);
        if (known == null) {
            known = filters.where(condition);
            filtersRead.put(condition, known);
        }
        return known;
    }

    public Filter routeBlock(RouteElementContext route) {
        Filter known = filtersRead.get(route);
        if (known == null) {
            known = filters.routeBlock(route);
            filtersRead.put(route, known);
        }
        return known;
    }
}
