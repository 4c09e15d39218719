package org.jbgp.daemon.policy.compile;

import static org.jbgp.daemon.policy.compile.Emitter.cd;
import static org.jbgp.daemon.policy.compile.PolicyCompiler.CD_ROUTE;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Expression.BinaryOperator;
import org.jbgp.config.filter.tree.Method;
import org.jbgp.config.filter.tree.StaticAttribute;
import org.jbgp.config.filter.value.CommunityLists;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.PathMask;
import org.jbgp.config.filter.value.PrefixSet;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.filter.value.Text;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.daemon.policy.PrefixTest;
import org.jbgp.daemon.wire.AddressFamily;

/** Writes comparisons, in place on the route's bytes where both sides allow it. */
final class MatchCompiler {

    private static final ClassDesc CD_LONG = ConstantDescs.CD_long;
    private static final ClassDesc CD_INT = ConstantDescs.CD_int;
    private static final ClassDesc CD_BOOLEAN = ConstantDescs.CD_boolean;
    private static final ClassDesc CD_STRING = ConstantDescs.CD_String;

    private final Emitter emitter;
    private final CodeBuilder code;
    private final ExpressionCompiler expressions;

    MatchCompiler(Emitter emitter, ExpressionCompiler expressions) {
        this.emitter = emitter;
        this.code = emitter.code();
        this.expressions = expressions;
    }

    /** Pushes 0 or 1 for a comparing operator. */
    void compare(Expression.Binary binary) {
        boolean done = switch (binary.operator()) {
            case EQUAL, NOT_EQUAL -> numbers(binary) || same(binary);
            case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> numbers(binary);
            case MATCH, NOT_MATCH -> match(binary);
            default -> throw new IllegalStateException("not a comparison: " + binary.operator());
        };
        if (!done) {
            expressions.generic(binary);
            emitter.unbox();
            code.l2i();
        }
    }

    /** Two numbers of one type: undefined is -1 and so less than all, equal to itself. */
    private boolean numbers(Expression.Binary binary) {
        if (!Emitter.isNumber(binary.left().type())
                || binary.left().type() != binary.right().type()) {
            return false;
        }
        if (isPrefixLength(binary.left()) && constant(binary.right()) instanceof Num bound) {
            lengthAgainst(binary.operator(), bound.bits());
            return true;
        }
        boolean rightFirst = binary.operator().isRightFirst();
        expressions.pushNumber(rightFirst ? binary.right() : binary.left());
        expressions.pushNumber(rightFirst ? binary.left() : binary.right());
        code.lcmp();
        truth(
                switch (binary.operator()) {
                    case EQUAL -> Opcode.IFEQ;
                    case NOT_EQUAL -> Opcode.IFNE;
                    case LESS, GREATER -> Opcode.IFLT;
                    default -> Opcode.IFLE;
                });
        return true;
    }

    private void lengthAgainst(BinaryOperator operator, long bound) {
        long most = AddressFamily.IPV6_UNICAST.bits();
        ask(
                switch (operator) {
                    case EQUAL, NOT_EQUAL -> new PrefixTest.LengthWithin(bound, bound);
                    case LESS -> new PrefixTest.LengthWithin(0, bound - 1);
                    case LESS_EQUAL -> new PrefixTest.LengthWithin(0, bound);
                    case GREATER -> new PrefixTest.LengthWithin(bound + 1, most);
                    default -> new PrefixTest.LengthWithin(bound, most);
                });
        negateIf(operator == BinaryOperator.NOT_EQUAL);
    }

    /** Pushes the answer to a question about the prefix. */
    private void ask(PrefixTest test) {
        emitter.route().constant(test);
        emitter.routeCall("ask", CD_BOOLEAN, cd(PrefixTest.class));
    }

    private void truth(Opcode condition) {
        Label yes = code.newLabel();
        Label end = code.newLabel();
        code.branch(condition, yes)
                .loadConstant(0)
                .goto_(end)
                .labelBinding(yes)
                .loadConstant(1)
                .labelBinding(end);
    }

    private void negateIf(boolean negate) {
        if (negate) {
            code.loadConstant(1).ixor();
        }
    }

    private static boolean isStatic(Expression expression, StaticAttribute attribute) {
        return expression instanceof Expression.Attribute found && found.attribute() == attribute;
    }

    private static boolean isPrefixLength(Expression expression) {
        return expression instanceof Expression.MethodCall call
                && call.method() == Method.LEN
                && call.arguments().isEmpty()
                && isStatic(call.object(), StaticAttribute.NET);
    }

    /** The list attribute an expression is, stored in place, or null. */
    private static DynamicAttribute list(Expression expression) {
        return expression instanceof Expression.Attribute found
                        && found.attribute() instanceof DynamicAttribute attribute
                        && attribute.type().isList()
                        && !attribute.isCustom()
                ? attribute
                : null;
    }

    private static Value constant(Expression expression) {
        return expression instanceof Expression.Constant constant ? constant.value() : null;
    }

    private boolean same(Expression.Binary binary) {
        boolean negate = binary.operator() == BinaryOperator.NOT_EQUAL;
        Value right = constant(binary.right());
        if (isStatic(binary.left(), StaticAttribute.NET)
                && right instanceof Net net
                && !net.kind().isRoa()) {
            ask(new PrefixTest.Same(net));
            negateIf(negate);
            return true;
        }
        if (right instanceof Text text && pushText(binary.left())) {
            code.ldc(text.text());
            code.invokevirtual(
                    CD_STRING, "equals", java.lang.constant.MethodTypeDesc.of(CD_BOOLEAN, ConstantDescs.CD_Object));
            negateIf(negate);
            return true;
        }
        return false;
    }

    private boolean pushText(Expression expression) {
        if (isStatic(expression, StaticAttribute.IFNAME)) {
            emitter.route();
            emitter.ops("interfaceName", CD_STRING, CD_ROUTE);
            return true;
        }
        if (isStatic(expression, StaticAttribute.PROTO)) {
            emitter.route();
            emitter.ops("protocol", CD_STRING, CD_ROUTE);
            return true;
        }
        return false;
    }

    private boolean match(Expression.Binary binary) {
        Value container = constant(binary.right());
        if (container != null) {
            return matchConstant(binary, container);
        }
        DynamicAttribute list = list(binary.right());
        return list != null && inList(binary, list);
    }

    private boolean matchConstant(Expression.Binary binary, Value container) {
        boolean negate = binary.operator() == BinaryOperator.NOT_MATCH;
        Expression left = binary.left();
        boolean net = isStatic(left, StaticAttribute.NET);
        DynamicAttribute list = list(left);
        switch (container) {
            case PrefixSet set when net -> ask(new PrefixTest.InSet(set));
            case Net outer when net -> ask(new PrefixTest.Inside(outer));
            case PathMask mask
            when list != null && list.type() == FilterType.PATH -> {
                emitter.route();
                code.loadConstant(list.slot());
                emitter.constant(mask);
                emitter.ops("pathMatches", CD_BOOLEAN, CD_ROUTE, CD_INT, cd(PathMask.class));
            }
            case RangeSet set
            when list != null && list.type() == FilterType.PATH && set.element() == FilterType.INT -> {
                emitter.route();
                code.loadConstant(list.slot());
                emitter.constant(set);
                emitter.ops("pathMatches", CD_BOOLEAN, CD_ROUTE, CD_INT, cd(RangeSet.class));
            }
            case RangeSet set
            when list != null
                    && list.type() != FilterType.PATH
                    && set.element() != FilterType.VOID
                    && CommunityLists.fits(list.type(), set) -> {
                emitter.route();
                code.loadConstant(list.slot());
                emitter.constant(list.type()).constant(set);
                emitter.ops("listMatches", CD_BOOLEAN, CD_ROUTE, CD_INT, cd(FilterType.class), cd(RangeSet.class));
            }
            case RangeSet set
            when Emitter.isNumber(left.type()) && set.element() == left.type() -> {
                expressions.pushNumber(left);
                emitter.position(binary.position());
                emitter.constant(set).constant(binary.operator());
                emitter.ops("in", CD_BOOLEAN, CD_LONG, cd(RangeSet.class), cd(BinaryOperator.class));
                return true;
            }
            case Text pattern
            when pushText(left) -> {
                code.ldc(pattern.text());
                emitter.ops("glob", CD_BOOLEAN, CD_STRING, CD_STRING);
            }
            default -> {
                return false;
            }
        }
        negateIf(negate);
        return true;
    }

    private boolean inList(Expression.Binary binary, DynamicAttribute list) {
        Expression element = binary.left();
        FilterType type = element.type();
        switch (list.type()) {
            case PATH -> {
                return type == FilterType.INT && numberInList(binary, list, "pathContains");
            }
            case CLIST -> {
                boolean fits = type == FilterType.PAIR || type == FilterType.INT || type == FilterType.QUAD;
                return fits && numberInList(binary, list, "listContains");
            }
            case ECLIST -> {
                if (!(constant(element) instanceof Num ec) || ec.type() != FilterType.EC) {
                    return false;
                }
                code.loadConstant(ec.bits());
                emitter.route();
                code.loadConstant(list.slot());
                emitter.ops("listContainsExtended", CD_BOOLEAN, CD_LONG, CD_ROUTE, CD_INT);
            }
            default -> {
                if (!(constant(element) instanceof Wide lc) || lc.type() != FilterType.LC) {
                    return false;
                }
                code.loadConstant(lc.hi()).loadConstant(lc.lo());
                emitter.route();
                code.loadConstant(list.slot());
                emitter.ops("listContainsLarge", CD_BOOLEAN, CD_LONG, CD_LONG, CD_ROUTE, CD_INT);
            }
        }
        negateIf(binary.operator() == BinaryOperator.NOT_MATCH);
        return true;
    }

    private boolean numberInList(Expression.Binary binary, DynamicAttribute list, String method) {
        expressions.pushNumber(binary.left());
        emitter.position(binary.position());
        emitter.route();
        code.loadConstant(list.slot());
        emitter.constant(binary.operator());
        emitter.ops(method, CD_BOOLEAN, CD_LONG, CD_ROUTE, CD_INT, cd(BinaryOperator.class));
        return true;
    }

    /** Pushes a property of {@code net} or of a list of the route as number, if the call is one. */
    boolean pushProperty(Expression.MethodCall call) {
        if (!call.arguments().isEmpty()) {
            return false;
        }
        Method method = call.method();
        if (isStatic(call.object(), StaticAttribute.NET) && (method == Method.LEN || method == Method.TYPE)) {
            emitter.route();
            emitter.ops(method == Method.LEN ? "prefixLength" : "netType", CD_LONG, CD_ROUTE);
            return true;
        }
        DynamicAttribute list = list(call.object());
        if (list == null) {
            return false;
        }
        if (list.type() == FilterType.PATH) {
            String name = switch (method) {
                case LEN -> "pathLength";
                case FIRST -> "pathFirst";
                case LAST -> "pathLast";
                default -> "";
            };
            if (name.isEmpty()) {
                return false;
            }
            emitter.route();
            code.loadConstant(list.slot());
            emitter.ops(name, CD_LONG, CD_ROUTE, CD_INT);
            return true;
        }
        if (method != Method.LEN) {
            return false;
        }
        emitter.route();
        code.loadConstant(list.slot());
        emitter.constant(list.type());
        emitter.ops("listLength", CD_LONG, CD_ROUTE, CD_INT, cd(FilterType.class));
        return true;
    }
}
