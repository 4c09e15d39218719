package org.jbgp.config.filter;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.SourcePosition;
import org.jbgp.config.filter.value.Value;

/**
 * The meaning of a piece of the tree as text: two pieces with the same text do the same, whatever their positions, the names of
 * their variables and of the functions they call. A reload compares filters by it.
 */
final class Fingerprint {

    private final StringBuilder text = new StringBuilder();
    private final List<Function> functions = new ArrayList<>();

    private Fingerprint() {}

    static String of(Filter filter) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.append(filter.body());
        return fingerprint.text.toString();
    }

    static String of(Function function) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.append(function);
        return fingerprint.text.toString();
    }

    private void append(Object node) {
        switch (node) {
            case null -> text.append('-');
            case SourcePosition position -> {}
            case Value value -> text.append(value.type().label()).append(' ').append(value);
            case Expression.Variable variable ->
                text.append('$')
                        .append(variable.slot())
                        .append(':')
                        .append(variable.type().label());
            case Statement.Assert assertion -> {
                text.append("Assert");
                append(assertion.condition());
            }
            case Function function -> function(function);
            case List<?> list -> {
                text.append('[');
                for (Object element : list) {
                    append(element);
                    text.append(' ');
                }
                text.append(']');
            }
            case Record branch -> record(branch);
            default -> text.append(node);
        }
    }

    private void function(Function function) {
        int known = functions.indexOf(function);
        if (known >= 0) {
            text.append("function ").append(known);
            return;
        }
        functions.add(function);
        text.append("function(");
        function.parameters()
                .forEach(parameter -> text.append(parameter.type().label()).append(' '));
        text.append(')');
        append(function.body());
    }

    private void record(Record node) {
        text.append(node.getClass().getSimpleName()).append('(');
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            try {
                append(component.getAccessor().invoke(node));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
            text.append(' ');
        }
        text.append(')');
    }
}
