package org.jbgp.config.filter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.ConstantValue;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.Function;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.filter.tree.TestSuite;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.Text;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.ValueFormat;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.config.filter.value.WireBytes;
import org.jbgp.config.grammar.BirdParser;
import org.jbgp.config.grammar.BirdParser.AttributeDefinitionContext;
import org.jbgp.config.grammar.BirdParser.DefineStatementContext;
import org.jbgp.config.grammar.BirdParser.ExpressionContext;
import org.jbgp.config.grammar.BirdParser.FilterBodyContext;
import org.jbgp.config.grammar.BirdParser.FilterDefinitionContext;
import org.jbgp.config.grammar.BirdParser.FunctionDefinitionContext;
import org.jbgp.config.grammar.BirdParser.ParameterContext;
import org.jbgp.config.grammar.BirdParser.RouteElementContext;
import org.jbgp.config.grammar.BirdParser.StatementContext;
import org.jbgp.config.grammar.BirdParser.TestDefinitionContext;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourcePosition;

/**
 * Everything the options side needs from the filter language. Calls come in the order of the file, so a name is known
 * only after its definition. Mistakes go to the {@link Problems} given; every method then returns something usable so
 * that the rest of the file is still checked.
 */
public final class FilterLanguage {

    /** What a custom attribute can be, as in BIRD. */
    private static final Set<FilterType> ATTRIBUTE_TYPES = EnumSet.of(
            FilterType.INT,
            FilterType.IP,
            FilterType.MAC,
            FilterType.QUAD,
            FilterType.STRING,
            FilterType.BYTESTRING,
            FilterType.PATH,
            FilterType.CLIST,
            FilterType.ECLIST,
            FilterType.LCLIST);

    private static final String UNNAMED = "(unnamed)";
    private static final SourcePosition BUILT_IN = new SourcePosition("(built in)", 0, 0);

    private final Checker checker;
    private final List<TestSuite> tests = new ArrayList<>();

    private FilterLanguage(Checker checker) {
        this.checker = checker;
    }

    /** The same names for what commands hold; what they add is theirs alone. Any thread, once the file is read. */
    public FilterLanguage forCommands(Problems problems) {
        return new FilterLanguage(checker.copy(problems));
    }

    /**
     * A language without any names yet.
     *
     * @param tables what the table of a name holds, for {@code roa_check} and {@code aspa_check}; asked while filters
     *     are read
     * @param otherNames protocols, tables and templates
     * @param outline what the file defines
     */
    public FilterLanguage(
            Dialect dialect,
            Problems problems,
            java.util.function.Function<String, Optional<TableConfig.Kind>> tables,
            java.util.function.Function<String, Optional<Definition>> otherNames,
            Outline outline) {
        checker = new Checker(dialect, problems, tables, otherNames, outline);
    }

    /** {@code define NAME = expression;}. */
    public void define(DefineStatementContext statement) {
        if (statement.symbol() == null || statement.expression() == null) {
            return;
        }
        Value value = evaluate(statement.expression());
        if (value != null) {
            String name = Checker.unquote(statement.symbol().getText());
            checker.define(name, new Symbol.Constant(Checker.position(statement.symbol()), value));
        }
    }

    /** A constant that no file defines. */
    public void predefine(String name, long value) {
        checker.symbols().put(name, new Symbol.Constant(BUILT_IN, Num.integer(value)));
    }

    /** From now on notes what names are asked for, and returns where. */
    public Lookups.Notes note() {
        Lookups.Notes notes = new Lookups.Notes();
        checker.noteIn(notes);
        return notes;
    }

    /** Ends what {@link #note} began. */
    public void noteNoMore() {
        checker.noteIn(null);
    }

    /** Whether the names mean now what they meant when they were noted. */
    public boolean agrees(Lookups lookups) {
        return lookups.holdIn(checker);
    }

    /** What a name stands for so far. */
    public Optional<Symbol> symbol(String name) {
        return Optional.ofNullable(checker.symbols().get(name));
    }

    /** What a name is taken for so far. */
    public Optional<Definition> definition(String name) {
        return checker.definition(name);
    }

    /** Defines what an item of the same text defined before. */
    public void define(String name, Symbol symbol) {
        checker.define(name, symbol);
    }

    /** {@code attribute TYPE NAME;}. */
    public void attribute(AttributeDefinitionContext statement) {
        if (statement.symbol() == null) {
            return;
        }
        SourcePosition position = Checker.position(statement.symbol());
        String name = Checker.unquote(statement.symbol().getText());
        FilterType type = checker.type(statement.type());
        if (statement.ATTRIBUTE_BGP() != null) {
            bgpAttribute(statement, position, name, type);
            return;
        }
        if (!ATTRIBUTE_TYPES.contains(type)) {
            checker.error(position, "an attribute cannot be " + type.label());
            return;
        }
        checker.define(name, new Symbol.Custom(position, checker.customAttribute(position, name, type)));
    }

    /** {@code attribute bgp NUMBER bytestring NAME;}. */
    private void bgpAttribute(
            AttributeDefinitionContext statement, SourcePosition position, String name, FilterType type) {
        Value value = statement.expression() == null ? null : evaluate(statement.expression());
        if (value == null) {
            return;
        }
        SourcePosition numbered = Checker.position(statement.expression());
        if (!(value instanceof Num number)
                || number.type() != FilterType.INT
                || number.bits() < 1
                || number.bits() > 255) {
            checker.error(numbered, "the number of a BGP attribute is from 1 to 255");
            return;
        }
        String known = AttributeNames.nameOfBgp((int) number.bits());
        if (known != null) {
            checker.error(numbered, "BGP attribute " + number.bits() + " is " + known);
            return;
        }
        if (type != FilterType.BYTESTRING) {
            checker.error(
                    Checker.position(statement.type()), "a BGP attribute must be bytestring, not " + type.label());
            return;
        }
        checker.define(name, new Symbol.Custom(position, DynamicAttribute.ofBgp(name, (int) number.bits())));
    }

    /** {@code function NAME(…) { … }}. */
    public void function(FunctionDefinitionContext statement) {
        if (statement.symbol() == null) {
            return;
        }
        SourcePosition position = Checker.position(statement.symbol());
        String name = Checker.unquote(statement.symbol().getText());
        List<Function.Parameter> parameters = new ArrayList<>();
        for (ParameterContext parameter : statement.parameter()) {
            parameters.add(new Function.Parameter(
                    Checker.unquote(parameter.symbol().getText()), checker.type(parameter.type())));
        }
        FilterType declared = statement.type() == null ? FilterType.VOID : checker.type(statement.type());
        Function function = new Function(name, position, parameters, declared);
        checker.define(name, new Symbol.Routine(position, function));
        int errors = checker.errorReports();
        NameScope scope = new NameScope(function);
        for (int i = 0; i < parameters.size(); i++) {
            Function.Parameter parameter = parameters.get(i);
            if (scope.declare(parameter.name(), parameter.type()) == null) {
                checker.error(
                        Checker.position(statement.parameter(i)),
                        "argument " + parameter.name() + " is already defined");
            }
        }
        StatementBuilder builder = new StatementBuilder(checker, scope);
        List<Statement> statements = builder.locals(statement.localDeclaration());
        statements.addAll(builder.build(statement.statement()));
        function.complete(scope.size(), new Statement.Block(position, List.copyOf(statements)));
        if (checker.errorReports() > errors) {
            function.markBroken();
        }
    }

    /** {@code filter NAME { … }}. */
    public void filter(FilterDefinitionContext statement) {
        if (statement.symbol() == null) {
            return;
        }
        SourcePosition position = Checker.position(statement.symbol());
        String name = Checker.unquote(statement.symbol().getText());
        NameScope scope = new NameScope(null);
        StatementBuilder builder = new StatementBuilder(checker, scope);
        List<Statement> statements = builder.locals(statement.localDeclaration());
        if (statement.filterBody() != null) {
            statements.addAll(builder.build(statement.filterBody().statement()));
        }
        Filter filter =
                new Filter(name, position, scope.size(), new Statement.Block(position, List.copyOf(statements)));
        checker.define(name, new Symbol.NamedFilter(position, filter));
    }

    /** {@code bt_test_suite(…);} and the like. */
    public void test(TestDefinitionContext statement) {
        SourcePosition position = Checker.position(statement);
        List<ExpressionContext> arguments = statement.expression();
        boolean suite = statement.BT_TEST_SUITE() != null;
        if (arguments.size() != (suite ? 2 : 3)) {
            checker.error(
                    position,
                    suite
                            ? "expected bt_test_suite(function, \"description\")"
                            : "expected bt_test_same(function, function, 0 or 1)");
            return;
        }
        Function one = tested(arguments.get(0));
        if (suite) {
            Value description = evaluate(arguments.get(1));
            if (one != null && !one.isBroken() && description != null) {
                tests.add(new TestSuite.Run(position, one, ValueFormat.format(description)));
            } else {
                tests.add(new TestSuite.Broken(
                        position, Checker.unquote(arguments.get(0).getText())));
            }
            return;
        }
        Function other = tested(arguments.get(1));
        Value expected = evaluate(arguments.get(2));
        if (one != null && other != null && expected instanceof Num number) {
            tests.add(new TestSuite.Same(position, one, other, number.isTrue()));
        } else {
            tests.add(new TestSuite.Broken(
                    position, Checker.unquote(arguments.get(0).getText())));
        }
    }

    private Function tested(ExpressionContext context) {
        String name = Checker.unquote(context.getText());
        if (checker.lookUp(name) instanceof Symbol.Routine routine) {
            return routine.function();
        }
        checker.error(Checker.position(context), "unknown function " + name);
        return null;
    }

    /** The test suites in the order of the file. */
    public List<TestSuite> tests() {
        return List.copyOf(tests);
    }

    /** Names of the configuration's own route attributes, in order of definition. */
    public List<String> customAttributes() {
        return checker.customNames();
    }

    /** A filter defined so far. The name is without quotes. */
    public Optional<Filter> named(String name) {
        return checker.lookUp(name) instanceof Symbol.NamedFilter symbol
                ? Optional.of(symbol.filter())
                : Optional.empty();
    }

    /** A function defined so far. The name is without quotes. */
    public Optional<Function> function(String name) {
        return checker.lookUp(name) instanceof Symbol.Routine symbol
                ? Optional.of(symbol.function())
                : Optional.empty();
    }

    /** All named filters so far in the order of the file. */
    public Map<String, Filter> filters() {
        Map<String, Filter> filters = new LinkedHashMap<>();
        checker.symbols().forEach((name, symbol) -> {
            if (symbol instanceof Symbol.NamedFilter named) {
                filters.put(name, named.filter());
            }
        });
        return java.util.Collections.unmodifiableMap(filters);
    }

    /** All functions so far in the order of the file. */
    public Map<String, Function> functions() {
        Map<String, Function> functions = new LinkedHashMap<>();
        checker.symbols().forEach((name, symbol) -> {
            if (symbol instanceof Symbol.Routine routine) {
                functions.put(name, routine.function());
            }
        });
        return java.util.Collections.unmodifiableMap(functions);
    }

    /** The filter of that name; empty (and a problem recorded) if there is none. */
    public Optional<Filter> require(BirdParser.SymbolContext symbol) {
        String name = Checker.unquote(symbol.getText());
        Optional<Filter> filter = named(name);
        boolean elsewhere =
                filter.isEmpty() && kindOf(name).isEmpty() && checker.isElsewhere(Checker.position(symbol), name);
        if (filter.isEmpty() && !elsewhere) {
            checker.error(
                    Checker.position(symbol),
                    kindOf(name)
                            .map(kind -> name + " is a " + kind + ", not a filter")
                            .orElseGet(() -> "there is no filter " + name
                                    + checker.nearest(name, () -> filters().keySet())));
        }
        return filter;
    }

    /** An expression by itself, which may ask for attributes of a route. */
    public Expression expression(ExpressionContext expression) {
        return new ExpressionBuilder(checker, new NameScope(null)).build(expression);
    }

    /**
     * An expression by itself as a filter that returns it, so that two of them can be compared by what they mean;
     * {@code text} is its name.
     */
    public Filter value(ExpressionContext expression, String text) {
        return value(text, expression(expression));
    }

    /** The same of an attribute; empty (and a problem recorded) if there is none of that name. */
    public Optional<Filter> attributeValue(SourcePosition position, String name) {
        RouteAttribute attribute = checker.attribute(position, name);
        if (attribute == null) {
            Symbol symbol = checker.lookUp(name);
            if (symbol == null) {
                checker.unknown(position, name, List.of());
            } else {
                checker.error(
                        position,
                        "'" + name + "' is a " + symbol.kind()
                                + ", not an attribute: write an expression in parentheses");
            }
            return Optional.empty();
        }
        return Optional.of(value(name, new Expression.Attribute(position, attribute)));
    }

    private static Filter value(String text, Expression expression) {
        return new Filter(text, expression.position(), 0, new Statement.Return(expression.position(), expression));
    }

    /** The code of {@code merge by}: its first variable is {@code routes}. */
    public Filter merging(FilterBodyContext body, Token start) {
        NameScope scope = new NameScope(null);
        scope.declare("routes", FilterType.ROUTES);
        List<Statement> statements = new StatementBuilder(checker, scope).build(body.statement());
        SourcePosition position = SourcePosition.of(start);
        return new Filter(UNNAMED, position, scope.size(), new Statement.Block(position, List.copyOf(statements)));
    }

    /** {@code filter { … }} in an option; {@code start} is its first token. */
    public Filter inline(FilterBodyContext body, Token start) {
        List<BirdParser.LocalDeclarationContext> locals =
                body.getParent() instanceof BirdParser.ElementContext element ? element.localDeclaration() : List.of();
        return statements(SourcePosition.of(start), locals, body.statement(), List.of());
    }

    /** {@code where expression} in an option: accepts what the expression holds for, rejects the rest. */
    public Filter where(ExpressionContext expression) {
        SourcePosition position = Checker.position(expression);
        ExpressionBuilder builder = new ExpressionBuilder(checker, new NameScope(null));
        Expression condition =
                checker.require(builder.build(expression), FilterType.BOOL, "the condition behind where");
        Statement body = new Statement.If(
                position,
                condition,
                finish(position, Statement.Verdict.ACCEPT),
                finish(position, Statement.Verdict.REJECT));
        return new Filter(UNNAMED, position, 0, body);
    }

    /** The block of a static route, whose statements set attributes; it ends by accepting. */
    public Filter routeBlock(RouteElementContext route) {
        SourcePosition position = Checker.position(route);
        return statements(position, List.of(), route.statement(), List.of(finish(position, Statement.Verdict.ACCEPT)));
    }

    private Filter statements(
            SourcePosition position,
            List<BirdParser.LocalDeclarationContext> locals,
            List<StatementContext> contexts,
            List<Statement> last) {
        NameScope scope = new NameScope(null);
        StatementBuilder builder = new StatementBuilder(checker, scope);
        List<Statement> statements = builder.locals(locals);
        statements.addAll(builder.build(contexts));
        statements.addAll(last);
        return new Filter(UNNAMED, position, scope.size(), new Statement.Block(position, List.copyOf(statements)));
    }

    private static Statement finish(SourcePosition position, Statement.Verdict verdict) {
        return new Statement.Finish(position, verdict, List.of());
    }

    private Value evaluate(ExpressionContext expression) {
        return new ExpressionBuilder(checker, new NameScope(null)).constant(expression);
    }

    /** The value of an expression in an option; empty (and a problem recorded) if it is not constant. */
    public Optional<ConstantValue> constant(ExpressionContext expression) {
        return Optional.ofNullable(evaluate(expression)).map(FilterLanguage::option);
    }

    /** The value of a name, if a {@code define} so far gave it one; no problem is recorded. */
    public Optional<ConstantValue> constant(String name) {
        return checker.lookUp(name) instanceof Symbol.Constant symbol
                ? Optional.of(option(symbol.value()))
                : Optional.empty();
    }

    private static ConstantValue option(Value value) {
        return switch (value.type()) {
            case INT -> new ConstantValue.Int(((Num) value).bits());
            case BOOL -> new ConstantValue.Bool(((Num) value).isTrue());
            case IP -> new ConstantValue.Address(ValueFormat.address((Wide) value));
            case PREFIX -> prefix((Net) value);
            case STRING -> new ConstantValue.Text(((Text) value).text());
            case BYTESTRING -> {
                List<Byte> list = new ArrayList<>();
                for (byte each : ((WireBytes) value).array()) {
                    list.add(each);
                }
                yield new ConstantValue.Bytes(List.copyOf(list));
            }
            default -> new ConstantValue.Other(value.type().label());
        };
    }

    private static ConstantValue prefix(Net net) {
        return net.kind().isRoa()
                ? new ConstantValue.Other(net.type().label())
                : new ConstantValue.Prefix(
                        new IpPrefix(net.isIp4() ? IpFamily.IPV4 : IpFamily.IPV6, net.hi(), net.lo(), net.length()));
    }

    /** All names so far, in the order of the file, and what each stands for in BIRD's words. */
    public Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        checker.symbols()
                .forEach((name, symbol) ->
                        kinds.put(name, symbol instanceof Symbol.Custom ? "custom attribute" : symbol.kind()));
        return kinds;
    }

    /**
     * What a name stands for so far, for messages: {@code filter}, {@code function}, {@code constant} …; empty if
     * nothing.
     */
    public Optional<String> kindOf(String name) {
        return Optional.ofNullable(checker.lookUp(name)).map(Symbol::kind);
    }
}
