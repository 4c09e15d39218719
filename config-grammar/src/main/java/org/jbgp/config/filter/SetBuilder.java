package org.jbgp.config.filter;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.Operations;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.LinkBandwidth;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.PathMask;
import org.jbgp.config.filter.value.PrefixSet;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.Values;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.config.grammar.BirdParser;
import org.jbgp.config.grammar.BirdParser.SetBoundContext;
import org.jbgp.config.grammar.BirdParser.SetItemContext;
import org.jbgp.config.source.SourcePosition;

/** Turns parsed sets, labels of {@code case} and AS path masks into values. */
final class SetBuilder {

    private static final int GENERIC = 0xFFFF;
    private static final long U32 = 0xFFFF_FFFFL;

    private final Checker checker;
    private final Literals literals;
    private final ExpressionBuilder expressions;

    SetBuilder(Checker checker, Literals literals, ExpressionBuilder expressions) {
        this.checker = checker;
        this.literals = literals;
        this.expressions = expressions;
    }

    /** {@code [ … ]}: a set of prefixes or of anything else. */
    Value set(SourcePosition position, List<SetItemContext> items) {
        if (items.isEmpty()) {
            return RangeSet.EMPTY;
        }
        if (items.getFirst() instanceof BirdParser.PrefixItemContext) {
            return prefixes(items);
        }
        return ranges(position, items);
    }

    private PrefixSet prefixes(List<SetItemContext> items) {
        PrefixSet.Builder builder = null;
        boolean ip4 = true;
        for (SetItemContext item : items) {
            if (!(item instanceof BirdParser.PrefixItemContext pattern)) {
                checker.error(Checker.position(item), "a set holds either prefixes or other values, not both");
                continue;
            }
            Net prefix = literals.prefix(pattern.prefixLiteral());
            if (builder == null) {
                ip4 = prefix.isIp4();
                builder = new PrefixSet.Builder(ip4);
            } else if (ip4 != prefix.isIp4()) {
                checker.error(Checker.position(item), "a prefix set cannot mix IPv4 and IPv6");
                continue;
            }
            pattern(builder, pattern, prefix);
        }
        return builder == null ? PrefixSet.EMPTY : builder.build();
    }

    private void pattern(PrefixSet.Builder builder, BirdParser.PrefixItemContext item, Net prefix) {
        int bits = prefix.isIp4() ? 32 : 128;
        long low = prefix.length();
        long high = prefix.length();
        if (item.getChildCount() > 1) {
            switch (((TerminalNode) item.getChild(1)).getSymbol().getType()) {
                case BirdParser.PLUS -> high = bits;
                case BirdParser.MINUS -> low = 0;
                default -> {
                    SourcePosition position = Checker.position(item);
                    low = literals.number(position, item.NUMBER(0).getText());
                    high = literals.number(position, item.NUMBER(1).getText());
                    if (low > high || high > bits) {
                        checker.error(position, "invalid prefix length range {" + low + "," + high + "}");
                        return;
                    }
                }
            }
        }
        builder.add(prefix.hi(), prefix.lo(), prefix.length(), (int) low, (int) high);
    }

    /** A set of anything but prefixes, also the labels of a case branch. */
    RangeSet ranges(SourcePosition position, List<SetItemContext> items) {
        RangeSet.Builder builder = null;
        FilterType element = FilterType.VOID;
        for (SetItemContext item : items) {
            if (!(item instanceof BirdParser.RangeItemContext range)) {
                checker.error(Checker.position(item), "a set holds either prefixes or other values, not both");
                continue;
            }
            Bound bound = bound(range);
            if (bound == null) {
                continue;
            }
            if (builder == null) {
                element = bound.type();
                builder = new RangeSet.Builder(element);
            }
            Bound fitting = bound.as(element);
            if (fitting == null) {
                checker.error(
                        Checker.position(item),
                        "a set of " + element.label() + " cannot hold "
                                + bound.type().label());
            } else {
                fitting.addTo(builder);
            }
        }
        return builder == null ? RangeSet.EMPTY : builder.build();
    }

    /** One item of a set. */
    private sealed interface Bound {
        FilterType type();

        /** This as item of a set of that type, or null. */
        Bound as(FilterType element);

        /** If this is a single value that value, otherwise null. */
        Value point();

        void addTo(RangeSet.Builder builder);
    }

    private record Range(Value from, Value to) implements Bound {
        @Override
        public FilterType type() {
            return from.type();
        }

        @Override
        public Bound as(FilterType element) {
            if (type() == element) {
                return this;
            }
            if (element == FilterType.QUAD
                    && from instanceof Wide low
                    && to instanceof Wide high
                    && low.isIp4()
                    && high.isIp4()) {
                return new Range(new Num(element, Values.quad(low)), new Num(element, Values.quad(high)));
            }
            return null;
        }

        @Override
        public Value point() {
            return from.equals(to) ? from : null;
        }

        @Override
        public void addTo(RangeSet.Builder builder) {
            builder.add(from, to);
        }
    }

    private record PairRange(int asnFrom, int asnTo, int dataFrom, int dataTo) implements Bound {
        @Override
        public FilterType type() {
            return FilterType.PAIR;
        }

        @Override
        public Bound as(FilterType element) {
            return element == FilterType.PAIR ? this : null;
        }

        @Override
        public Value point() {
            return asnFrom == asnTo && dataFrom == dataTo ? Num.pair(asnFrom, dataFrom) : null;
        }

        @Override
        public void addTo(RangeSet.Builder builder) {
            builder.addPairs(asnFrom, asnTo, dataFrom, dataTo);
        }
    }

    private Bound bound(BirdParser.RangeItemContext item) {
        SourcePosition position = Checker.position(item);
        Bound low = single(item.setBound(0));
        if (item.RANGE() == null || low == null) {
            return low;
        }
        Bound high = single(item.setBound(1));
        if (high == null) {
            return null;
        }
        Value from = low.point();
        Value to = high.point();
        if (from == null || to == null) {
            checker.error(position, "a range needs two single values");
            return null;
        }
        if (from.type() != to.type()) {
            checker.error(
                    position,
                    "a range cannot go from " + from.type().label() + " to "
                            + to.type().label());
            return null;
        }
        if (Values.compare(from, to) > 0) {
            checker.error(position, "the range is empty: its first value is greater than its last");
            return null;
        }
        return new Range(from, to);
    }

    private Bound single(SetBoundContext context) {
        SourcePosition position = Checker.position(context);
        if (context instanceof BirdParser.TupleBoundContext tuple) {
            List<BirdParser.TupleFieldContext> fields = tuple.tupleField();
            return fields.size() > 1 ? tuple(position, fields) : single(position, inParentheses(position, fields));
        }
        return single(
                position,
                context instanceof BirdParser.NameBoundContext name
                        ? named(position, Checker.unquote(name.getText()))
                        : literals.value(position, context.getStart()));
    }

    /** Null if it is none. */
    private Value inParentheses(SourcePosition position, List<BirdParser.TupleFieldContext> fields) {
        if (fields.getFirst().expression().size() != 1) {
            checker.error(position, "a range or * stands only in a pair or community");
            return null;
        }
        return expressions.constant(fields.getFirst().expression(0));
    }

    private Bound single(SourcePosition position, Value value) {
        if (value == null) {
            return null;
        }
        if (!value.type().canBeInSet()) {
            checker.error(position, "there are no sets of " + value.type().label());
            return null;
        }
        return new Range(value, value);
    }

    private Value named(SourcePosition position, String name) {
        Expression expression = expressions.name(position, name);
        if (expression instanceof Expression.Constant constant) {
            return constant.value().type() == FilterType.VOID ? null : constant.value();
        }
        checker.error(position, "a set can hold only constants, " + name + " is not one");
        return null;
    }

    // ---- patterns of pairs and communities -------------------------------------------------------------------------

    /** One field of a pattern. */
    private record Field(long from, long to) {
        boolean isSingle() {
            return from == to;
        }
    }

    private Field field(BirdParser.TupleFieldContext context, long max) {
        if (context.STAR() != null) {
            return new Field(0, max);
        }
        if (context.expression().isEmpty()) {
            checker.error(Checker.position(context), "only an extended community begins with two words");
            return new Field(0, 0);
        }
        long from = expressions.constantInt(context.expression(0));
        long to = context.RANGE() == null ? from : expressions.constantInt(context.expression(1));
        if (to > max || from > max) {
            checker.error(
                    Checker.position(context),
                    "number " + Math.max(from, to) + " is out of range, the greatest is " + max);
            return new Field(0, 0);
        }
        if (from > to) {
            checker.error(Checker.position(context), "the range is empty: its first value is greater than its last");
            return new Field(0, 0);
        }
        return new Field(from, to);
    }

    private Bound tuple(SourcePosition position, List<BirdParser.TupleFieldContext> fields) {
        if (fields.size() == 2) {
            Field asn = field(fields.get(0), 0xFFFF);
            Field data = field(fields.get(1), 0xFFFF);
            if (asn.isSingle() && data.isSingle()) {
                checker.lookAtPair(position, asn.from, data.from);
            }
            return new PairRange((int) asn.from, (int) asn.to, (int) data.from, (int) data.to);
        }
        if (fields.size() != 3) {
            checker.error(position, "a set holds pairs (2 fields) and communities (3 fields)");
            return null;
        }
        int kind = communityKind(fields.getFirst());
        if (kind >= 0) {
            return extended(position, kind, fields.get(1), fields.get(2));
        }
        Field asn = field(fields.get(0), U32);
        Field data1 = field(fields.get(1), U32);
        Field data2 = field(fields.get(2), U32);
        boolean data1Full = data1.from == 0 && data1.to == U32;
        boolean data2Full = data2.from == 0 && data2.to == U32;
        if ((!asn.isSingle() && !(data1Full && data2Full)) || (!data1.isSingle() && !data2Full)) {
            checker.error(position, "behind a range or * in a large community there can only be *");
            return null;
        }
        return new Range(
                Wide.largeCommunity(asn.from, data1.from, data2.from), Wide.largeCommunity(asn.to, data1.to, data2.to));
    }

    private Bound extended(
            SourcePosition position, int kind, BirdParser.TupleFieldContext key, BirdParser.TupleFieldContext value) {
        if (key.STAR() != null && value.STAR() != null && (kind & Operations.MEGABITS) != 0) {
            return new Range(
                    new Num(FilterType.EC, Operations.linkBandwidth(kind, false, 0, 0)),
                    new Num(FilterType.EC, Operations.linkBandwidth(kind, false, 0xFFFF, U32)));
        }
        if (key.expression().size() != 1) {
            checker.error(Checker.position(key), "the key of an extended community must be a single value");
            return null;
        }
        Value keyValue = expressions.constant(key.expression(0));
        if (keyValue == null) {
            return null;
        }
        boolean ip = Values.compare(keyValue, new Num(FilterType.QUAD, 0)) != Values.INCOMPATIBLE;
        if (!ip && keyValue.type() != FilterType.INT) {
            checker.error(Checker.position(key), "the key of an extended community is int or an IPv4 address");
            return null;
        }
        long high = Values.quad(keyValue);
        if ((kind & Operations.MEGABITS) != 0) {
            return bandwidths(position, kind, ip, high, value);
        }
        long max = kind == GENERIC || (!ip && high <= 0xFFFF) ? U32 : 0xFFFF;
        Field range = field(value, max);
        try {
            return new Range(
                    new Num(FilterType.EC, Operations.extendedCommunity(kind, ip, high, range.from)),
                    new Num(FilterType.EC, Operations.extendedCommunity(kind, ip, high, range.to)));
        } catch (FilterException e) {
            checker.error(position, e.getMessage());
            return null;
        }
    }

    /** Floats from 0 on stand in the order of their bits; {@code *} has all that can stand there. */
    private Bound bandwidths(
            SourcePosition position, int kind, boolean ip, long key, BirdParser.TupleFieldContext value) {
        Field range = field(value, U32);
        long from = value.STAR() == null ? LinkBandwidth.bits(range.from) : 0;
        long to = value.STAR() == null ? LinkBandwidth.bits(range.to) : U32;
        try {
            return new Range(
                    new Num(FilterType.EC, Operations.linkBandwidth(kind, ip, key, from)),
                    new Num(FilterType.EC, Operations.linkBandwidth(kind, ip, key, to)));
        } catch (FilterException e) {
            checker.error(position, e.getMessage());
            return null;
        }
    }

    /** The kind an extended community begins with, or -1 if this is none. */
    int communityKind(BirdParser.TupleHeadContext head, boolean threeFields) {
        if (head.WORD() != null) {
            String number = head.getChild(1).getText();
            return head.WORD().getText().equals("unknown") ? kindNumber(Checker.position(head), number) : -1;
        }
        return threeFields && head.expression() != null ? kind(head.expression().getText()) : -1;
    }

    private int communityKind(BirdParser.TupleFieldContext field) {
        if (field.WORD() != null) {
            String number = field.getChild(1).getText();
            return field.WORD().getText().equals("unknown") ? kindNumber(Checker.position(field), number) : -1;
        }
        return field.expression().size() == 1 ? kind(field.expression(0).getText()) : -1;
    }

    private int kindNumber(SourcePosition position, String text) {
        long number = literals.number(position, text);
        if (number > 0xFFFF) {
            checker.error(position, "number " + number + " is out of range, the greatest is 65535");
            return 0;
        }
        return (int) number;
    }

    private static int kind(String word) {
        return switch (word) {
            case "rt" -> 2;
            case "ro" -> 3;
            case "generic" -> GENERIC;
            case LinkBandwidth.WORD -> LinkBandwidth.NON_TRANSITIVE | Operations.MEGABITS;
            case LinkBandwidth.TRANSITIVE_WORD -> LinkBandwidth.TRANSITIVE | Operations.MEGABITS;
            default -> -1;
        };
    }

    // ---- AS path masks ---------------------------------------------------------------------------------------------

    /** The items between {@code [=} and {@code =]}; a {@code +} is joined to the item before it. */
    List<Expression.MaskItem> mask(List<BirdParser.MaskItemContext> contexts) {
        List<Expression.MaskItem> items = new ArrayList<>();
        for (BirdParser.MaskItemContext context : contexts) {
            if (context instanceof BirdParser.RepeatMaskContext) {
                if (items.isEmpty()) {
                    checker.error(Checker.position(context), "+ needs something before it to repeat");
                } else {
                    items.add(repeated(items.removeLast()));
                }
            } else {
                Expression.MaskItem item = maskItem(context);
                if (item != null) {
                    items.add(item);
                }
            }
        }
        return items;
    }

    private static Expression.MaskItem repeated(Expression.MaskItem item) {
        return switch (item) {
            case Expression.MaskItem.Computed computed -> new Expression.MaskItem.Computed(computed.expression(), true);
            case Expression.MaskItem.Fixed fixed ->
                new Expression.MaskItem.Fixed(
                        switch (fixed.item()) {
                            case PathMask.AnyPath any -> any;
                            case PathMask.AnyAs any -> new PathMask.AnyAs(true);
                            case PathMask.AsRange range -> new PathMask.AsRange(range.from(), range.to(), true);
                            case PathMask.AsSet set -> new PathMask.AsSet(set.set(), true);
                        });
        };
    }

    private Expression.MaskItem maskItem(BirdParser.MaskItemContext context) {
        SourcePosition position = Checker.position(context);
        return switch (context) {
            case BirdParser.NumberMaskContext number -> {
                long from = literals.number(position, number.getChild(0).getText());
                long to = number.RANGE() == null
                        ? from
                        : literals.number(position, number.getChild(2).getText());
                yield new Expression.MaskItem.Fixed(new PathMask.AsRange(from, to, false));
            }
            case BirdParser.AnyPathMaskContext any -> new Expression.MaskItem.Fixed(new PathMask.AnyPath());
            case BirdParser.AnyAsMaskContext any -> new Expression.MaskItem.Fixed(new PathMask.AnyAs(false));
            case BirdParser.SetMaskContext set -> {
                RangeSet ranges = ranges(position, set.setItem());
                if (ranges.element() != FilterType.INT && ranges.element() != FilterType.VOID) {
                    checker.error(
                            position,
                            "a set in an AS path mask holds int, not "
                                    + ranges.element().label());
                    yield null;
                }
                yield new Expression.MaskItem.Fixed(new PathMask.AsSet(ranges, false));
            }
            case BirdParser.ExpressionMaskContext expression -> computed(expressions.build(expression.expression()));
            case BirdParser.NameMaskContext name ->
                computed(expressions.name(position, Checker.unquote(name.getText())));
            default -> null;
        };
    }

    private Expression.MaskItem computed(Expression expression) {
        if (expression instanceof Expression.Constant constant) {
            if (constant.value().type() == FilterType.VOID) {
                return null;
            }
            try {
                return new Expression.MaskItem.Fixed(Operations.maskItem(constant.value(), false));
            } catch (FilterException e) {
                checker.error(constant.position(), e.getMessage());
                return null;
            }
        }
        FilterType type = expression.type();
        if (type != FilterType.INT && type != FilterType.SET && type != FilterType.VOID) {
            checker.typeError(expression.position(), "an AS path mask holds int or a set of int, not " + type.label());
        }
        return new Expression.MaskItem.Computed(expression, false);
    }
}
