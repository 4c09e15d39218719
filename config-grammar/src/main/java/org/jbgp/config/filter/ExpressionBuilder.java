package org.jbgp.config.filter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Expression.BinaryOperator;
import org.jbgp.config.filter.tree.Method;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.PathMask;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.WireBytes;
import org.jbgp.config.grammar.BirdParser;
import org.jbgp.config.grammar.BirdParser.BinaryExpressionContext;
import org.jbgp.config.grammar.BirdParser.ExpressionContext;
import org.jbgp.config.grammar.BirdParser.ExpressionsContext;
import org.jbgp.config.grammar.BirdParser.MethodExpressionContext;
import org.jbgp.config.grammar.BirdParser.NotExpressionContext;
import org.jbgp.config.grammar.BirdParser.PrimaryContext;
import org.jbgp.config.grammar.BirdParser.PrimaryExpressionContext;
import org.jbgp.config.source.SourcePosition;

/** Turns parsed expressions into checked ones: resolves names, checks types, folds what is constant. */
final class ExpressionBuilder {

    private final Checker checker;
    private final NameScope scope;
    private final Literals literals;
    private final SetBuilder sets;
    private final CallBuilder calls;
    private BinaryExpressionContext unfolded;

    ExpressionBuilder(Checker checker, NameScope scope) {
        this.checker = checker;
        this.scope = scope;
        this.literals = new Literals(checker);
        this.sets = new SetBuilder(checker, literals, this);
        this.calls = new CallBuilder(checker, this);
    }

    SetBuilder sets() {
        return sets;
    }

    CallBuilder calls() {
        return calls;
    }

    NameScope scope() {
        return scope;
    }

    List<Expression> build(ExpressionsContext context) {
        List<Expression> expressions = new ArrayList<>();
        if (context != null) {
            for (ExpressionContext each : context.expression()) {
                expressions.add(build(each));
            }
        }
        return expressions;
    }

    Expression build(ExpressionContext context) {
        // A chain of operators hangs to the left and can be long: walk it down and up instead of recursing.
        Deque<BinaryExpressionContext> chain = new ArrayDeque<>();
        ExpressionContext leftmost = context;
        while (leftmost instanceof BinaryExpressionContext binary) {
            chain.push(binary);
            leftmost = binary.expression(0);
        }
        Expression result = operand(leftmost);
        while (!chain.isEmpty()) {
            result = binary(chain.pop(), result);
        }
        return result;
    }

    /** The same, but a comparison of constants stays one, so that a failing test can show both sides. */
    Expression buildComparison(ExpressionContext context) {
        if (context instanceof BinaryExpressionContext comparison && isComparison(comparison)) {
            unfolded = comparison;
        }
        return build(context);
    }

    private Expression operand(ExpressionContext context) {
        if (context instanceof PrimaryExpressionContext primary) {
            return primary(primary.primary());
        }
        if (context instanceof MethodExpressionContext method) {
            return calls.method(method);
        }
        SourcePosition position = Checker.position(context);
        if (context instanceof NotExpressionContext not) {
            Expression operand = checker.require(build(not.expression()), FilterType.BOOL, "the operand of !");
            return fold(new Expression.Not(position, operand), operand);
        }
        // After a syntax error, which has been reported.
        return Checker.broken(position);
    }

    // ---- operators -------------------------------------------------------------------------------------------------

    private Expression binary(BinaryExpressionContext context, Expression left) {
        Expression right = build(context.expression(1));
        TerminalNode token = (TerminalNode) context.getChild(1);
        SourcePosition position = SourcePosition.of(token.getSymbol());
        return switch (token.getSymbol().getType()) {
            case BirdParser.AND, BirdParser.OR -> {
                boolean and = token.getSymbol().getType() == BirdParser.AND;
                yield new Expression.Logical(
                        position,
                        and,
                        checker.require(left, FilterType.BOOL, "the left side of " + token.getText()),
                        checker.require(right, FilterType.BOOL, "the right side of " + token.getText()));
            }
            case BirdParser.PLUS -> arithmetic(position, BinaryOperator.ADD, left, right);
            case BirdParser.MINUS -> arithmetic(position, BinaryOperator.SUBTRACT, left, right);
            case BirdParser.STAR -> arithmetic(position, BinaryOperator.MULTIPLY, left, right);
            case BirdParser.SLASH -> arithmetic(position, BinaryOperator.DIVIDE, left, right);
            case BirdParser.PERCENT -> {
                checker.error(position, "filters have no operator %");
                yield Checker.broken(position);
            }
            case BirdParser.CONCAT -> calls.method(position, Method.APPEND, left, List.of(right));
            case BirdParser.ASSIGN_EQUAL -> equality(context, position, BinaryOperator.EQUAL, left, right);
            case BirdParser.NOT_EQUAL -> equality(context, position, BinaryOperator.NOT_EQUAL, left, right);
            case BirdParser.LESS -> order(context, position, BinaryOperator.LESS, left, right);
            case BirdParser.LESS_EQUAL -> order(context, position, BinaryOperator.LESS_EQUAL, left, right);
            case BirdParser.GREATER -> order(context, position, BinaryOperator.GREATER, left, right);
            case BirdParser.GREATER_EQUAL -> order(context, position, BinaryOperator.GREATER_EQUAL, left, right);
            case BirdParser.MATCH -> match(context, position, BinaryOperator.MATCH, left, right);
            default -> match(context, position, BinaryOperator.NOT_MATCH, left, right);
        };
    }

    private Expression arithmetic(SourcePosition position, BinaryOperator operator, Expression left, Expression right) {
        Expression one = checker.require(left, FilterType.INT, "the left side of " + operator.symbol());
        Expression other = checker.require(right, FilterType.INT, "the right side of " + operator.symbol());
        return fold(new Expression.Binary(position, operator, one, other), one, other);
    }

    /** Comparisons do not chain: {@code a = b = c} is a mistake. */
    private void refuseChain(BinaryExpressionContext context, SourcePosition position) {
        if (context.expression(0) instanceof BinaryExpressionContext inner && isComparison(inner)) {
            checker.error(position, "comparisons cannot be chained, use parentheses or &&");
        }
    }

    private static boolean isComparison(BinaryExpressionContext context) {
        return switch (((TerminalNode) context.getChild(1)).getSymbol().getType()) {
            case BirdParser.ASSIGN_EQUAL,
                    BirdParser.NOT_EQUAL,
                    BirdParser.LESS,
                    BirdParser.LESS_EQUAL,
                    BirdParser.GREATER,
                    BirdParser.GREATER_EQUAL,
                    BirdParser.MATCH,
                    BirdParser.NOT_MATCH -> true;
            default -> false;
        };
    }

    private Expression equality(
            BinaryExpressionContext context,
            SourcePosition position,
            BinaryOperator operator,
            Expression left,
            Expression right) {
        refuseChain(context, position);
        Expression newLeft = left;
        Expression newRight = right;
        if (left.type() != right.type()) {
            Expression promotedRight = Checker.promote(right, left.type());
            Expression promotedLeft = promotedRight == null ? Checker.promote(left, right.type()) : null;
            newLeft = promotedLeft == null ? left : promotedLeft;
            newRight = promotedRight == null ? right : promotedRight;
        }
        return compared(context, position, operator, newLeft, newRight);
    }

    private Expression order(
            BinaryExpressionContext context,
            SourcePosition position,
            BinaryOperator operator,
            Expression left,
            Expression right) {
        refuseChain(context, position);
        FilterType leftType = left.type();
        FilterType rightType = right.type();
        Expression newLeft = left;
        Expression newRight = right;
        if (leftType != rightType && leftType != FilterType.VOID && rightType != FilterType.VOID) {
            Expression promotedRight = Checker.promote(right, leftType);
            Expression promotedLeft = promotedRight == null ? Checker.promote(left, rightType) : null;
            if (promotedRight != null) {
                newRight = promotedRight;
            } else if (promotedLeft != null) {
                newLeft = promotedLeft;
            } else {
                checker.typeError(
                        position,
                        operator.symbol() + " cannot compare " + leftType.label() + " with " + rightType.label());
                return new Expression.Binary(position, operator, left, right);
            }
        }
        return compared(context, position, operator, newLeft, newRight);
    }

    private Expression match(
            BinaryExpressionContext context,
            SourcePosition position,
            BinaryOperator operator,
            Expression left,
            Expression right) {
        refuseChain(context, position);
        Expression container = right;
        if (left.type() == FilterType.PREFIX) {
            Expression promoted = Checker.promote(right, FilterType.PREFIX_SET);
            container = promoted == null ? right : promoted;
        }
        if (!isConstant(left) || !isConstant(right)) {
            neverMatches(position, operator, left.type(), container.type());
        }
        return compared(context, position, operator, left, container);
    }

    private static boolean isConstant(Expression expression) {
        return expression instanceof Expression.Constant;
    }

    /** BIRD finds out when the filter runs, and rejects the route. */
    private void neverMatches(SourcePosition position, BinaryOperator operator, FilterType left, FilterType right) {
        boolean wrong = left != FilterType.VOID
                && switch (right) {
                    case CLIST ->
                        left != FilterType.PAIR
                                && left != FilterType.QUAD
                                && left != FilterType.IP
                                && left != FilterType.INT;
                    case ECLIST -> left != FilterType.EC;
                    case LCLIST -> left != FilterType.LC;
                    case PATH -> left != FilterType.INT;
                    case PATH_MASK -> left != FilterType.PATH;
                    case PREFIX_SET -> left != FilterType.PREFIX;
                    case PREFIX -> left != FilterType.PREFIX && left != FilterType.IP;
                    case STRING -> left != FilterType.STRING;
                    case INT, BOOL, PAIR, QUAD, IP, EC, LC, RD, MAC, BYTESTRING, ROUTE, ROUTES -> true;
                    case VOID, SET -> false;
                    case ENUM_RTS,
                            ENUM_BGP_ORIGIN,
                            ENUM_SCOPE,
                            ENUM_RTD,
                            ENUM_ROA,
                            ENUM_ASPA,
                            ENUM_NET_TYPE,
                            ENUM_RA_PREFERENCE,
                            ENUM_AF,
                            ENUM_MPLS_POLICY,
                            ENUM_NET_EVPN_TYPE,
                            ENUM_EMPTY -> true;
                };
        if (wrong) {
            String hint = left == FilterType.RD && right == FilterType.CLIST
                    ? ": a community is written in parentheses, (65001,200)"
                    : "";
            checker.warning(
                    position,
                    operator.symbol() + " does not work on " + left.label() + " and " + right.label()
                            + "; the filter will fail here" + hint);
        }
    }

    private Expression compared(
            BinaryExpressionContext context,
            SourcePosition position,
            BinaryOperator operator,
            Expression left,
            Expression right) {
        Expression comparison = new Expression.Binary(position, operator, left, right);
        return context.equals(unfolded) ? comparison : fold(comparison, left, right);
    }

    /** The value of an expression whose operands are all constant; problems of evaluating it are reported now. */
    Expression fold(Expression expression, Expression... operands) {
        for (Expression operand : operands) {
            if (!(operand instanceof Expression.Constant constant)
                    || constant.value().type() == FilterType.VOID) {
                return expression;
            }
        }
        try {
            return new Expression.Constant(
                    expression.position(), checker.interpreter().evaluate(expression));
        } catch (FilterException e) {
            checker.typeError(expression.position(), e.getMessage());
            return expression;
        }
    }

    /** The value of an expression that must be constant, or null after reporting why it is not. */
    Value constant(ExpressionContext context) {
        Expression expression = build(context);
        if (expression instanceof Expression.Constant constant) {
            return constant.value().type() == FilterType.VOID ? null : constant.value();
        }
        try {
            return checker.interpreter().evaluate(expression);
        } catch (FilterException e) {
            checker.error(checker.interpreter().position(), e.getMessage());
            return null;
        }
    }

    /** The value of an expression that must be a constant int; 0 after reporting why it is not. */
    long constantInt(ExpressionContext context) {
        Value value = constant(context);
        if (value instanceof Num num && num.type() == FilterType.INT) {
            return num.bits();
        }
        if (value != null) {
            checker.error(
                    Checker.position(context),
                    "a constant int is needed here, not " + value.type().label());
        }
        return 0;
    }

    // ---- primaries -------------------------------------------------------------------------------------------------

    private Expression primary(PrimaryContext context) {
        SourcePosition position = Checker.position(context);
        if (context instanceof BirdParser.NamePrimaryContext name) {
            return name(position, Checker.unquote(name.getText()));
        }
        if (context instanceof BirdParser.CallPrimaryContext call) {
            return calls.call(position, call);
        }
        if (context instanceof BirdParser.SetPrimaryContext set) {
            return constant(position, sets.set(position, set.setItem()));
        }
        if (context instanceof BirdParser.TuplePrimaryContext tuple) {
            return tuple(position, tuple);
        }
        if (context instanceof BirdParser.PrefixPrimaryContext prefix) {
            return prefix(position, prefix);
        }
        if (context instanceof BirdParser.MaskPrimaryContext mask) {
            return mask(position, mask);
        }
        if (context instanceof BirdParser.EmptyPrimaryContext empty) {
            return empty(position, empty);
        }
        if (context instanceof BirdParser.DefinedPrimaryContext defined) {
            Expression operand = build(defined.expression());
            return isAlwaysThere(operand)
                    ? constant(position, Num.bool(true))
                    : new Expression.Defined(position, operand);
        }
        if (context instanceof BirdParser.VpnPrefixPrimaryContext) {
            checker.error(position, "jbgpd does not carry VPN prefixes");
            return Checker.broken(position);
        }
        Value literal = literals.value(position, context.getStart());
        return literal == null ? Checker.broken(position) : constant(position, literal);
    }

    /** For BIRD 1.6 a list of communities that a route does not have is an empty list, and defined. */
    private boolean isAlwaysThere(Expression operand) {
        return checker.isLenient()
                && operand instanceof Expression.Attribute attribute
                && attribute.type().isList()
                && attribute.type() != FilterType.PATH;
    }

    private static Expression constant(SourcePosition position, Value value) {
        return new Expression.Constant(position, value);
    }

    private Expression prefix(SourcePosition position, BirdParser.PrefixPrimaryContext context) {
        Net prefix = literals.prefix(context.prefixLiteral());
        if (context.WORD().isEmpty()) {
            return constant(position, prefix);
        }
        long maxLength = literals.number(position, context.NUMBER(0).getText());
        long asn = literals.number(position, context.NUMBER(1).getText());
        if (!context.WORD(0).getText().equals("max")
                || !context.WORD(1).getText().equals("as")) {
            checker.error(position, "expected PREFIX max LENGTH as NUMBER");
        } else if (maxLength < prefix.length() || maxLength > (prefix.isIp4() ? 32 : 128)) {
            checker.error(position, "invalid max prefix length " + maxLength);
        }
        return constant(position, prefix.roa((int) maxLength, asn));
    }

    private Expression empty(SourcePosition position, BirdParser.EmptyPrimaryContext context) {
        if (!context.WORD().getText().equals("empty")) {
            checker.unknown(position, context.WORD().getText(), List.of("empty"));
        }
        FilterType type = !context.PLUS().isEmpty()
                ? FilterType.PATH
                : switch (context.MINUS().size()) {
                    case 2 -> FilterType.CLIST;
                    case 4 -> FilterType.ECLIST;
                    default -> FilterType.LCLIST;
                };
        return constant(position, WireBytes.empty(type));
    }

    /** {@code (expression)}, a pair, an extended or a large community. */
    private Expression tuple(SourcePosition position, BirdParser.TuplePrimaryContext context) {
        List<ExpressionContext> rest = context.expression();
        BirdParser.TupleHeadContext head = context.tupleHead();
        int kind = sets.communityKind(head, rest.size() == 2);
        if (kind >= 0) {
            Expression key = build(rest.get(0));
            Expression value =
                    checker.require(build(rest.get(1)), FilterType.INT, "the value of an extended community");
            return fold(new Expression.ExtendedCommunityOf(position, kind, key, value), key, value);
        }
        if (head.expression() == null) {
            checker.error(position, "only an extended community begins with two words");
            return Checker.broken(position);
        }
        Expression first = build(head.expression());
        if (rest.isEmpty()) {
            return first;
        }
        String what = rest.size() == 1 ? "a part of a pair" : "a part of a large community";
        first = checker.require(first, FilterType.INT, what);
        Expression second = checker.require(build(rest.get(0)), FilterType.INT, what);
        if (rest.size() == 1) {
            Expression pair = fold(new Expression.PairOf(position, first, second), first, second);
            checker.lookAtPair(pair);
            return pair;
        }
        Expression third = checker.require(build(rest.get(1)), FilterType.INT, what);
        return fold(new Expression.LargeCommunityOf(position, first, second, third), first, second, third);
    }

    private Expression mask(SourcePosition position, BirdParser.MaskPrimaryContext context) {
        List<Expression.MaskItem> items = sets.mask(context.maskItem());
        List<PathMask.Item> fixed = new ArrayList<>();
        for (Expression.MaskItem item : items) {
            if (item instanceof Expression.MaskItem.Fixed known) {
                fixed.add(known.item());
            }
        }
        return fixed.size() == items.size()
                ? constant(position, new PathMask(fixed))
                : new Expression.MaskOf(position, items);
    }

    /** What a name stands for: variable, constant, enumeration constant or route attribute. */
    Expression name(SourcePosition position, String name) {
        NameScope.Variable variable = scope.find(name);
        if (variable != null) {
            return new Expression.Variable(position, variable.slot(), variable.type(), name);
        }
        Symbol symbol = checker.lookUp(name);
        if (symbol instanceof Symbol.Constant constant) {
            return constant(position, constant.value());
        }
        if (symbol instanceof Symbol.Routine || symbol instanceof Symbol.NamedFilter) {
            checker.error(position, name + " is a " + symbol.kind() + ", a value is needed here");
            return Checker.broken(position);
        }
        Num enumeration = EnumConstants.find(name);
        if (enumeration != null) {
            return constant(position, enumeration);
        }
        RouteAttribute attribute = checker.attribute(position, name);
        if (attribute != null) {
            return new Expression.Attribute(position, attribute);
        }
        checker.unknown(position, name, scope.names());
        return Checker.broken(position);
    }

    /** The names of types, for messages. */
    static String labels(Set<FilterType> types) {
        List<String> labels = new ArrayList<>();
        types.forEach(type -> labels.add(type.label()));
        return String.join(" or ", labels);
    }

    static SourcePosition position(ParserRuleContext context) {
        return Checker.position(context);
    }
}
