package org.jbgp.config.filter.tree;

import java.util.List;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.source.SourcePosition;

/** A checked expression of a filter. Immutable; names are resolved, constant parts are folded. */
public sealed interface Expression {

    SourcePosition position();

    /**
     * The type of the result, {@link FilterType#VOID} if it only shows at run time. The result may be undefined
     * whatever its type.
     */
    FilterType type();

    /** A value known when the file is read. */
    record Constant(SourcePosition position, Value value) implements Expression {
        @Override
        public FilterType type() {
            return value.type();
        }
    }

    /** A variable or argument: its place in the frame of the function. */
    record Variable(SourcePosition position, int slot, FilterType type, String name) implements Expression {}

    /** An attribute of the route. */
    record Attribute(SourcePosition position, RouteAttribute attribute) implements Expression {
        @Override
        public FilterType type() {
            return attribute.type();
        }
    }

    /** {@code route.attribute}: an attribute of one of the routes that are merged. */
    record AttributeOf(SourcePosition position, Expression route, RouteAttribute attribute) implements Expression {
        @Override
        public FilterType type() {
            return attribute.type();
        }
    }

    /** Operators with two operands that are both evaluated, nearly always the left one first. */
    enum BinaryOperator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_EQUAL("<="),
        GREATER(">"),
        GREATER_EQUAL(">="),
        MATCH("~"),
        NOT_MATCH("!~");

        private final String symbol;

        BinaryOperator(String symbol) {
            this.symbol = symbol;
        }

        /** As written in a filter. */
        public String symbol() {
            return symbol;
        }

        public boolean isArithmetic() {
            return compareTo(EQUAL) < 0;
        }

        /** Whether the right side is evaluated before the left one: BIRD reads {@code a > b} as {@code b < a}. */
        public boolean isRightFirst() {
            return this == GREATER || this == GREATER_EQUAL;
        }
    }

    record Binary(SourcePosition position, BinaryOperator operator, Expression left, Expression right)
            implements Expression {
        @Override
        public FilterType type() {
            return operator.isArithmetic() ? FilterType.INT : FilterType.BOOL;
        }
    }

    /** {@code &&} and {@code ||}: the right side is evaluated only if the left one does not decide. */
    record Logical(SourcePosition position, boolean and, Expression left, Expression right) implements Expression {
        @Override
        public FilterType type() {
            return FilterType.BOOL;
        }
    }

    record Not(SourcePosition position, Expression operand) implements Expression {
        @Override
        public FilterType type() {
            return FilterType.BOOL;
        }
    }

    record Defined(SourcePosition position, Expression operand) implements Expression {
        @Override
        public FilterType type() {
            return FilterType.BOOL;
        }
    }

    /** {@code function(arguments)}. */
    record Call(SourcePosition position, Function function, List<Expression> arguments) implements Expression {
        @Override
        public FilterType type() {
            return function.returnType();
        }
    }

    /** {@code object.method(arguments)}, also written {@code method(object, arguments)}. */
    record MethodCall(
            SourcePosition position, Method method, FilterType type, Expression object, List<Expression> arguments)
            implements Expression {}

    /** {@code (asn, data)}. */
    record PairOf(SourcePosition position, Expression asn, Expression data) implements Expression {
        @Override
        public FilterType type() {
            return FilterType.PAIR;
        }
    }

    /**
     * {@code (rt, key, value)}.
     *
     * @param kind type and subtype for a 2-byte AS number, 0xFFFF for generic
     */
    record ExtendedCommunityOf(SourcePosition position, int kind, Expression key, Expression value)
            implements Expression {
        @Override
        public FilterType type() {
            return FilterType.EC;
        }
    }

    /** {@code (asn, data1, data2)}. */
    record LargeCommunityOf(SourcePosition position, Expression asn, Expression data1, Expression data2)
            implements Expression {
        @Override
        public FilterType type() {
            return FilterType.LC;
        }
    }

    /** {@code [= … =]} with parts that are known only at run time. */
    record MaskOf(SourcePosition position, List<MaskItem> items) implements Expression {
        @Override
        public FilterType type() {
            return FilterType.PATH_MASK;
        }
    }

    /** One element of a {@link MaskOf}. */
    sealed interface MaskItem {
        /** An element known when the file is read. */
        record Fixed(org.jbgp.config.filter.value.PathMask.Item item) implements MaskItem {}

        /** An int or a set of int. */
        record Computed(Expression expression, boolean repeated) implements MaskItem {}
    }

    /** {@code format(value)}. */
    record Format(SourcePosition position, Expression value) implements Expression {
        @Override
        public FilterType type() {
            return FilterType.STRING;
        }
    }

    /** {@code from_hex(string)}. */
    record FromHex(SourcePosition position, Expression text) implements Expression {
        @Override
        public FilterType type() {
            return FilterType.BYTESTRING;
        }
    }

    /** {@code roa_check(table, prefix, asn)}; both expressions null for the route's own prefix and origin. */
    record RoaCheck(SourcePosition position, String table, Expression prefix, Expression asn) implements Expression {
        @Override
        public FilterType type() {
            return FilterType.ENUM_ROA;
        }
    }

    /** {@code aspa_check(table, path, upstream)}. */
    record AspaCheck(SourcePosition position, String table, Expression path, Expression upstream)
            implements Expression {
        @Override
        public FilterType type() {
            return FilterType.ENUM_ASPA;
        }
    }

    /** The set of a constant operand, if it is one; for back ends that match in place. */
    static RangeSet constantSet(Expression expression) {
        return expression instanceof Constant constant && constant.value() instanceof RangeSet set ? set : null;
    }
}
