package org.jbgp.config.filter;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jbgp.config.SourcePosition;
import org.jbgp.config.filter.value.PrefixSet;
import org.jbgp.config.filter.value.Value;

/**
 * The meaning of a piece of the tree, as the SHA-256 of a text that says all but positions, the names of variables and of
 * functions called: two pieces with the same fingerprint do the same. A reload compares filters by it.
 */
final class Fingerprint {
    private static final int PIECE = 1 << 16;

    /** The components of each sort of node; asking the class every time takes most of the time. */
    private static final ClassValue<List<Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .toList();
        }
    };

    private final MessageDigest digest = sha256();
    private final StringBuilder text = new StringBuilder();
    private final List<Function> functions = new ArrayList<>();
    private final Set<String> tables = new TreeSet<>();

    /**
     * What is remembered of a piece.
     *
     * @param digest in hexadecimal
     * @param validityTables the ROA and ASPA tables it asks
     */
    record Result(String digest, Set<String> validityTables) {}

    private Fingerprint() {}

    static Result of(Filter filter) {
        return of((Object) filter.body());
    }

    static String of(Function function) {
        return of((Object) function).digest();
    }

    private static Result of(Object piece) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.append(piece);
        fingerprint.digest.update(fingerprint.text.toString().getBytes(StandardCharsets.UTF_8));
        return new Result(
                HexFormat.of().formatHex(fingerprint.digest.digest()),
                java.util.Collections.unmodifiableSet(fingerprint.tables));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void append(Object node) {
        if (text.length() > PIECE) {
            digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
        switch (node) {
            case null -> text.append('-');
            case SourcePosition position -> {}
            // The text of a large set takes long, and hundreds of filters may use one set.
            case PrefixSet set -> text.append(set.type().label()).append(' ').append(set.digest());
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
            case Expression.RoaCheck check -> {
                tables.add(check.table());
                record(check);
            }
            case Expression.AspaCheck check -> {
                tables.add(check.table());
                record(check);
            }
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
        forEachPart(node, part -> {
            append(part);
            text.append(' ');
        });
        text.append(')');
    }

    /** Visits the components of a node in their order. */
    static void forEachPart(Record node, Consumer<Object> visitor) {
        for (Method accessor : ACCESSORS.get(node.getClass())) {
            try {
                visitor.accept(accessor.invoke(node));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + accessor, e);
            }
        }
    }
}
