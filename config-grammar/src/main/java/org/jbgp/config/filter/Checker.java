package org.jbgp.config.filter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.run.Interpreter;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.PrefixSet;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.filter.value.Undefined;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.WellKnownCommunities;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.config.grammar.BirdParser.TypeContext;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourcePosition;

/** What the builders of the tree share: names, problems, type rules. */
final class Checker {

    private final Dialect dialect;
    private final Problems problems;
    private final java.util.function.Function<String, Optional<TableConfig.Kind>> tables;
    private final java.util.function.Function<String, Optional<Definition>> otherNames;
    private final Map<String, Symbol> symbols = new LinkedHashMap<>();
    private final Map<String, DynamicAttribute> foreign = new HashMap<>();
    private final Interpreter interpreter = new Interpreter();
    private final Outline outline;
    /** Null if nothing is to be reported. */
    private Lookups.Notes notes;

    private int customAttributes;
    private final List<String> customNames = new ArrayList<>();

    Checker(
            Dialect dialect,
            Problems problems,
            java.util.function.Function<String, Optional<TableConfig.Kind>> tables,
            java.util.function.Function<String, Optional<Definition>> otherNames,
            Outline outline) {
        this.dialect = dialect;
        this.outline = outline;
        this.otherNames = otherNames;
        this.tables = tables;
        this.problems = problems;
    }

    /** Another checker that knows what this one knows now. */
    Checker copy(Problems to) {
        Checker copy = new Checker(dialect, to, tables, otherNames, Outline.EMPTY);
        copy.symbols.putAll(symbols);
        copy.foreign.putAll(foreign);
        copy.customNames.addAll(customNames);
        copy.customAttributes = customAttributes;
        return copy;
    }

    /** All names so far. What the meaning of an item depends on is asked with {@link #lookUp} instead. */
    Map<String, Symbol> symbols() {
        return symbols;
    }

    /** What a name stands for so far; null if nothing. */
    Symbol lookUp(String name) {
        Symbol symbol = symbols.get(name);
        if (notes != null) {
            notes.note(name, symbol);
        }
        return symbol;
    }

    /** From now on what is looked up is noted there; null: nowhere. */
    void noteIn(Lookups.Notes wanted) {
        notes = wanted;
    }

    Interpreter interpreter() {
        return interpreter;
    }

    /** What the table of that name holds; empty if there is none. */
    Optional<TableConfig.Kind> table(String name) {
        Optional<TableConfig.Kind> kind = tables.apply(name);
        if (notes != null) {
            notes.noteTable(name, kind);
        }
        return kind;
    }

    /** The same, without a note. */
    Optional<TableConfig.Kind> tableNow(String name) {
        return tables.apply(name);
    }

    /** How many problems were reported so far. */
    int errorReports() {
        return problems.errorReports();
    }

    /** BIRD 1.6 knows no types before run time. */
    boolean isLenient() {
        return dialect.isFlat();
    }

    static SourcePosition position(ParserRuleContext context) {
        return SourcePosition.of(context.getStart());
    }

    /**
     * Tells of a name that means nothing here but is defined somewhere in the file.
     *
     * @return false, and nothing reported, if the file does not define it
     */
    boolean isElsewhere(SourcePosition position, String name) {
        if (problems.enough()) {
            return false;
        }
        Optional<Outline.Found> found = outline.find(name);
        // One that stands above and is not known has a mistake, which has been reported.
        found.filter(Outline.Found::later)
                .ifPresent(later -> error(
                        position,
                        "the " + later.definition().kind() + " '" + name + "' is defined further down, at "
                                + later.definition().position() + ": move it above this line"));
        boolean broken = found.isPresent() && !found.get().later() && problems.any();
        if (broken) {
            problems.followed();
        }
        return broken || (found.isPresent() && found.get().later());
    }

    /** {@code , did you mean x?} or nothing. */
    String nearest(String name, Supplier<? extends Collection<String>> known) {
        return problems.enough() ? "" : NameSuggestion.nearest(name, known.get());
    }

    void error(SourcePosition position, String message) {
        problems.error(position, message);
    }

    void warning(SourcePosition position, String message) {
        problems.warning(position, message);
    }

    /** Warns of a community that is written the wrong way round. */
    void lookAtPair(Expression pair) {
        if (pair instanceof Expression.Constant constant
                && constant.value() instanceof Num num
                && num.type() == FilterType.PAIR) {
            lookAtPair(pair.position(), num.bits() >>> 16, num.bits() & 0xFFFF);
        }
    }

    void lookAtPair(SourcePosition position, long first, long second) {
        WellKnownCommunities.swapped(first, second).ifPresent(text -> warning(position, text));
    }

    /** A type mistake: an error in 2.x; in 1.6, which finds out only when the filter runs, a warning. */
    void typeError(SourcePosition position, String message) {
        if (isLenient()) {
            problems.warning(position, message + "; the filter will fail here");
        } else {
            problems.error(position, message);
        }
    }

    /** A name as the user writes it, without quotes. */
    static String unquote(String text) {
        return text.length() > 1 && text.charAt(0) == '\'' ? text.substring(1, text.length() - 1) : text;
    }

    /** Gives a name a meaning; a name already taken is a problem. */
    void define(String name, Symbol symbol) {
        Optional<Definition> earlier = definition(name).or(() -> otherNames.apply(name));
        if (earlier.isPresent()) {
            error(symbol.position(), "'" + name + "' is already " + earlier.get());
        } else {
            symbols.put(name, symbol);
        }
    }

    /** What a name of the filter language was defined as so far; {@code RTS_BGP} and the like always are. */
    Optional<Definition> definition(String name) {
        Symbol symbol = symbols.get(name);
        if (symbol != null) {
            return Optional.of(symbol.definition());
        }
        return EnumConstants.find(name) == null
                ? Optional.empty()
                : Optional.of(new Definition("constant of the language", new SourcePosition("(built in)", 0, 0)));
    }

    /** Names of the custom attributes in the order of their numbers. */
    List<String> customNames() {
        return List.copyOf(customNames);
    }

    /** A new slot for an attribute of the configuration, or the last one and a problem if there are too many. */
    DynamicAttribute customAttribute(SourcePosition position, String name, FilterType type) {
        if (customAttributes == DynamicAttribute.MAX_CUSTOM) {
            error(position, "there can be at most " + DynamicAttribute.MAX_CUSTOM + " custom attributes");
            customAttributes--;
        }
        customNames.add(name);
        return new DynamicAttribute(name, type, DynamicAttribute.CUSTOM + customAttributes++, -1);
    }

    /**
     * The route attribute of that name: built in, custom, or of a protocol jbgpd does not speak; null if there is none.
     */
    RouteAttribute attribute(SourcePosition position, String name) {
        if (lookUp(name) instanceof Symbol.Custom custom) {
            return custom.attribute();
        }
        RouteAttribute known = AttributeNames.find(name);
        if (known != null) {
            return known;
        }
        String protocol = AttributeNames.foreignProtocol(name);
        if (protocol == null) {
            return null;
        }
        DynamicAttribute attribute = foreign.get(name);
        if (attribute == null) {
            warning(position, "jbgpd does not speak " + protocol + ": no route will come with " + name);
            attribute = customAttribute(position, name, AttributeNames.foreignType(name));
            foreign.put(name, attribute);
        }
        return attribute;
    }

    FilterType type(TypeContext context) {
        FilterType type = elementType(context);
        if (context.SET() == null) {
            return type;
        }
        if (type == FilterType.PREFIX) {
            return FilterType.PREFIX_SET;
        }
        if (!type.canBeInSet()) {
            error(position(context), "there are no sets of " + type.label());
        }
        return FilterType.SET;
    }

    private FilterType elementType(TypeContext context) {
        if (context.TYPE_ENUM() != null) {
            FilterType type = EnumConstants.type(context.WORD().getText());
            if (type == null) {
                error(position(context), "there is no enum " + context.WORD().getText());
                return FilterType.VOID;
            }
            return type;
        }
        String name = context.getStart().getText();
        for (FilterType type : FilterType.values()) {
            if (type.label().equals(name)) {
                return type;
            }
        }
        return FilterType.VOID;
    }

    /**
     * Makes an operand fit a type: a constant is converted where the language does so silently, any other mismatch
     * known now is a problem.
     *
     * @param what the operand in the user's words
     */
    Expression require(Expression expression, FilterType wanted, String what) {
        FilterType type = expression.type();
        if (type == wanted || type == FilterType.VOID || wanted == FilterType.VOID) {
            return expression;
        }
        Expression promoted = promote(expression, wanted);
        if (promoted != null) {
            return promoted;
        }
        typeError(expression.position(), what + " must be " + wanted.label() + ", not " + type.label());
        return expression;
    }

    /** A constant of another type as constant of the wanted type, or null if it does not convert. */
    static Expression promote(Expression expression, FilterType wanted) {
        if (!(expression instanceof Expression.Constant constant)) {
            return null;
        }
        Value value = constant.value();
        if (wanted == FilterType.QUAD && value instanceof Wide ip && ip.type() == FilterType.IP && ip.isIp4()) {
            return new Expression.Constant(
                    constant.position(), new org.jbgp.config.filter.value.Num(FilterType.QUAD, ip.ip4()));
        }
        if (wanted == FilterType.PREFIX_SET && value instanceof RangeSet set && set.element() == FilterType.VOID) {
            return new Expression.Constant(constant.position(), PrefixSet.EMPTY);
        }
        return null;
    }

    /** What stands for an expression that had a problem: of no known type, so that it causes no further ones. */
    static Expression broken(SourcePosition position) {
        return new Expression.Constant(position, Undefined.VOID);
    }

    /** Tells that a name means nothing, with the nearest name that does. */
    void unknown(SourcePosition position, String name, Iterable<String> locals) {
        if (problems.enough()) {
            error(position, "unknown name " + name);
            return;
        }
        if (isElsewhere(position, name)) {
            return;
        }
        List<String> candidates = new ArrayList<>(symbols.keySet());
        locals.forEach(candidates::add);
        AttributeNames.names().forEach(candidates::add);
        EnumConstants.names().forEach(candidates::add);
        error(position, "unknown name " + name + NameSuggestion.nearest(name, candidates));
    }
}
