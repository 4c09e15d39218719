package org.jbgp.config.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Function;
import org.jbgp.config.filter.tree.Method;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.grammar.BirdParser;
import org.jbgp.config.source.SourcePosition;

/** Checks calls of functions and methods. */
final class CallBuilder {

    private final Checker checker;
    private final ExpressionBuilder expressions;

    CallBuilder(Checker checker, ExpressionBuilder expressions) {
        this.checker = checker;
        this.expressions = expressions;
    }

    /** {@code name(arguments)} as an expression. */
    Expression call(SourcePosition position, BirdParser.CallPrimaryContext context) {
        String name = Checker.unquote(context.getStart().getText());
        return switch (name) {
            case "roa_check" -> originValidity(position, context.expressions());
            case "aspa_check" -> pathValidity(position, context.expressions());
            case "aspa_check_upstream" -> pathValidity(position, name, context.expressions(), true);
            case "aspa_check_downstream" -> pathValidity(position, name, context.expressions(), false);
            default -> call(position, name, expressions.build(context.expressions()));
        };
    }

    /** A call of a function, or of a method written as one. */
    Expression call(SourcePosition position, String name, List<Expression> arguments) {
        if (checker.lookUp(name) instanceof Symbol.Routine routine) {
            return function(position, routine.function(), arguments);
        }
        switch (name) {
            case "prepend", "append", "add", "delete", "filter" -> {
                if (arguments.size() == 2) {
                    return method(position, MethodTable.find(name), arguments.get(0), List.of(arguments.get(1)));
                }
                checker.error(position, name + " takes 2 arguments, not " + arguments.size());
            }
            case "format", "from_hex" -> {
                if (arguments.size() == 1) {
                    Expression argument = arguments.getFirst();
                    if (name.equals("format")) {
                        return expressions.fold(new Expression.Format(position, argument), argument);
                    }
                    Expression text = checker.require(argument, FilterType.STRING, "the argument of from_hex");
                    return expressions.fold(new Expression.FromHex(position, text), text);
                }
                checker.error(position, name + " takes 1 argument, not " + arguments.size());
            }
            default -> {
                Symbol symbol = checker.lookUp(name);
                if (symbol != null) {
                    checker.error(position, name + " is a " + symbol.kind() + ", not a function");
                } else if (!checker.isElsewhere(position, name)) {
                    checker.error(position, "unknown function " + name + checker.nearest(name, this::functions));
                }
            }
        }
        return Checker.broken(position);
    }

    private List<String> functions() {
        List<String> functions = new ArrayList<>(LanguageWords.FUNCTIONS);
        checker.symbols().forEach((known, meaning) -> {
            if (meaning instanceof Symbol.Routine) {
                functions.add(known);
            }
        });
        return functions;
    }

    private Expression function(SourcePosition position, Function function, List<Expression> arguments) {
        List<Function.Parameter> parameters = function.parameters();
        if (parameters.size() != arguments.size()) {
            checker.error(
                    position,
                    "function " + function.name() + " takes " + parameters.size() + " arguments, not "
                            + arguments.size());
            return Checker.broken(position);
        }
        if (!function.isComplete() && checker.isLenient()) {
            checker.error(position, "function " + function.name() + " calls itself, which BIRD 1.6 cannot do");
        }
        if (function.isBroken() && expressions.scope().function() != null) {
            expressions.scope().function().markBroken();
        }
        List<Expression> checked = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Function.Parameter parameter = parameters.get(i);
            checked.add(checker.require(
                    arguments.get(i), parameter.type(), "argument " + parameter.name() + " of " + function.name()));
        }
        return new Expression.Call(position, function, List.copyOf(checked));
    }

    private Expression originValidity(SourcePosition position, BirdParser.ExpressionsContext context) {
        List<BirdParser.ExpressionContext> arguments = context == null ? List.of() : context.expression();
        if (arguments.size() != 3 && arguments.size() != 1) {
            checker.error(position, "roa_check takes (table) or (table, prefix, asn)");
            return Checker.broken(position);
        }
        String table = table(arguments.getFirst(), TableConfig.Kind.ROA, "roa_check needs a table of ROAs");
        if (arguments.size() == 1) {
            return new Expression.RoaCheck(position, table, null, null);
        }
        Expression prefix = expressions.build(arguments.get(1));
        Expression asn = expressions.build(arguments.get(2));
        return new Expression.RoaCheck(
                position,
                table,
                checker.require(prefix, FilterType.PREFIX, "the prefix of roa_check"),
                checker.require(asn, FilterType.INT, "the AS number of roa_check"));
    }

    private Expression pathValidity(SourcePosition position, BirdParser.ExpressionsContext context) {
        List<BirdParser.ExpressionContext> arguments = context == null ? List.of() : context.expression();
        if (arguments.size() != 3) {
            checker.error(position, "aspa_check takes (table, path, upstream)");
            return Checker.broken(position);
        }
        String table = aspaTable(arguments.getFirst());
        Expression path = expressions.build(arguments.get(1));
        Expression upstream = expressions.build(arguments.get(2));
        return new Expression.AspaCheck(
                position,
                table,
                checker.require(path, FilterType.PATH, "the path of aspa_check"),
                checker.require(upstream, FilterType.BOOL, "the direction of aspa_check"));
    }

    /** {@code aspa_check_upstream(table)} and its sister: the route's own path. */
    private Expression pathValidity(
            SourcePosition position, String name, BirdParser.ExpressionsContext context, boolean upstream) {
        List<BirdParser.ExpressionContext> arguments = context == null ? List.of() : context.expression();
        if (arguments.size() != 1) {
            checker.error(position, name + " takes (table)");
            return Checker.broken(position);
        }
        return new Expression.AspaCheck(
                position,
                aspaTable(arguments.getFirst()),
                expressions.name(position, "bgp_path"),
                new Expression.Constant(position, Num.bool(upstream)));
    }

    private String aspaTable(BirdParser.ExpressionContext argument) {
        return table(argument, TableConfig.Kind.ASPA, "aspa_check needs a table of ASPAs");
    }

    private String table(BirdParser.ExpressionContext argument, TableConfig.Kind wanted, String message) {
        String name = Checker.unquote(argument.getText());
        Optional<TableConfig.Kind> kind = checker.table(name);
        SourcePosition position = Checker.position(argument);
        if (kind.isEmpty()) {
            checker.error(position, "there is no table '" + name + "'");
        } else if (kind.get() != wanted) {
            checker.error(position, message + ", which '" + name + "' is not");
        }
        return name;
    }

    /** {@code object.method(arguments)} as an expression. */
    Expression method(BirdParser.MethodExpressionContext context) {
        Expression object = expressions.build(context.expression());
        return method(object, context.methodName(), context.LPAREN() != null, context.expressions());
    }

    /** The same with the object already built. */
    Expression method(
            Expression object,
            BirdParser.MethodNameContext nameContext,
            boolean hasParentheses,
            BirdParser.ExpressionsContext argumentsContext) {
        SourcePosition position = Checker.position(nameContext);
        String name = nameContext.getText();
        if (object.type() == FilterType.ROUTE) {
            return attributeOf(object, position, name, hasParentheses);
        }
        Method method = MethodTable.find(name);
        List<Expression> arguments = expressions.build(argumentsContext);
        if (method == null) {
            checker.error(position, "unknown method " + name + NameSuggestion.nearest(name, MethodTable.names()));
            return Checker.broken(position);
        }
        if (hasParentheses && arguments.size() != 1) {
            checker.error(
                    position,
                    "." + name + " takes "
                            + (MethodTable.takesArgument(method) ? "1 argument" : "no arguments and no parentheses"));
            return Checker.broken(position);
        }
        return method(position, method, object, arguments);
    }

    /** {@code route.attribute}. */
    private Expression attributeOf(Expression route, SourcePosition position, String name, boolean hasParentheses) {
        RouteAttribute attribute = checker.attribute(position, name);
        if (attribute == null || hasParentheses) {
            checker.error(
                    position,
                    attribute == null
                            ? "a route has no attribute " + name
                                    + checker.nearest(name, () -> {
                                        List<String> known = new ArrayList<>(checker.customNames());
                                        AttributeNames.names().forEach(known::add);
                                        return known;
                                    })
                            : name + " of a route takes no parentheses");
            return Checker.broken(position);
        }
        return new Expression.AttributeOf(position, route, attribute);
    }

    /** A method with no or one argument. */
    Expression method(SourcePosition position, Method method, Expression object, List<Expression> arguments) {
        FilterType type = object.type();
        if (type == FilterType.VOID) {
            return new Expression.MethodCall(position, method, FilterType.VOID, object, arguments);
        }
        if (arguments.isEmpty()) {
            FilterType result = MethodTable.property(type, method);
            if (result == null) {
                checker.typeError(
                        position,
                        MethodTable.arguments(type, method) == null
                                ? type.label() + " has no method " + method.label()
                                : "." + method.label() + " of " + type.label() + " takes 1 argument");
                return Checker.broken(position);
            }
            return expressions.fold(new Expression.MethodCall(position, method, result, object, arguments), object);
        }
        Set<FilterType> wanted = MethodTable.arguments(type, method);
        if (wanted == null) {
            checker.typeError(
                    position,
                    MethodTable.property(type, method) == null
                            ? type.label() + " has no method " + method.label()
                            : "." + method.label() + " of " + type.label() + " takes no argument");
            return Checker.broken(position);
        }
        Expression argument = arguments.getFirst();
        if (argument.type() != FilterType.VOID && !wanted.contains(argument.type())) {
            checker.typeError(
                    argument.position(),
                    "the argument of ." + method.label() + " must be " + ExpressionBuilder.labels(wanted) + ", not "
                            + argument.type().label());
        }
        return expressions.fold(
                new Expression.MethodCall(position, method, type, object, List.of(argument)), object, argument);
    }
}
