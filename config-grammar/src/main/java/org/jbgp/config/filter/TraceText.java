package org.jbgp.config.filter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.PrefixSet;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.ValueFormat;

/** Operands of a traced filter in the user's words: what was asked, and what it was. */
public final class TraceText {
    /** A set of a thousand prefixes says nothing on a screen. */
    private static final int MOST_CHARACTERS = 60;

    private TraceText() {}

    /** {@code net.len (25)}, or the value alone where the expression has no name. */
    public static String operand(Expression expression, Value value) {
        String name = name(expression);
        String text = value(value);
        if (name.isEmpty()) {
            return text;
        }
        return text.startsWith("(") ? name + " " + text : name + " (" + text + ")";
    }

    /** What was compared. Of a set of prefixes as it was written, the pattern that has the prefix first. */
    public static String comparison(Expression.Binary binary, Value left, Value right) {
        return operand(binary.left(), left) + " " + binary.operator().symbol() + " "
                + (left instanceof Net net && right instanceof PrefixSet set
                        ? patterns(set, net)
                        : operand(binary.right(), right));
    }

    private static String patterns(PrefixSet set, Net net) {
        List<PrefixSet.Pattern> all = set.patterns();
        Optional<PrefixSet.Pattern> matching =
                all.stream().filter(each -> set.has(each, net)).findFirst();
        if (matching.isPresent()) {
            return "[" + set.text(matching.get()) + (all.size() == 1 ? "]" : ", …]");
        }
        StringBuilder text = new StringBuilder("[");
        for (PrefixSet.Pattern each : all) {
            String next = (text.length() == 1 ? "" : ", ") + set.text(each);
            if (text.length() + next.length() > MOST_CHARACTERS) {
                return text.append(", …]").toString();
            }
            text.append(next);
        }
        return text.append(']').toString();
    }

    /** A value, shortened if need be, with the names of constants. */
    public static String value(Value value) {
        String text = value instanceof Num num ? number(num) : ValueFormat.format(value);
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 2) + " …";
    }

    private static String number(Num number) {
        if (number.type() != FilterType.INT && number.type() != FilterType.BOOL) {
            for (Map.Entry<String, Num> constant : EnumConstants.all().entrySet()) {
                if (constant.getValue().equals(number)) {
                    return constant.getKey();
                }
            }
        }
        return ValueFormat.format(number);
    }

    private static String name(Expression expression) {
        return switch (expression) {
            case Expression.Attribute attribute -> attribute.attribute().label();
            case Expression.AttributeOf of -> {
                String route = name(of.route());
                yield route.isEmpty() ? "" : route + "." + of.attribute().label();
            }
            case Expression.Variable variable -> variable.name();
            case Expression.MethodCall call -> {
                String object = name(call.object());
                yield object.isEmpty() ? "" : object + "." + call.method().label();
            }
            case Expression.Call call -> call.function().name() + "()";
            case Expression.RoaCheck check -> "roa_check(" + check.table() + ")";
            case Expression.AspaCheck check -> "aspa_check(" + check.table() + ")";
            case Expression.Constant constant -> "";
            case Expression.Binary binary -> "";
            case Expression.Logical logical -> "";
            case Expression.Not not -> "";
            case Expression.Defined defined -> "";
            case Expression.PairOf pair -> "";
            case Expression.ExtendedCommunityOf community -> "";
            case Expression.LargeCommunityOf community -> "";
            case Expression.MaskOf mask -> "";
            case Expression.Format format -> "";
            case Expression.FromHex hex -> "";
        };
    }
}
