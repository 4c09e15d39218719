package org.jbgp.daemon.control.layout;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jbgp.daemon.control.view.Inline;
import org.jbgp.daemon.control.view.RouteQuery;

/**
 * Values of the views as JSON. A record is an object whose keys are its components in snake case: what the views are
 * called is what programs see, so a component that is renamed changes the format. Groups ({@link Inline}) are no
 * objects of their own.
 */
public final class Json {
    private Json() {}

    /** The value as one line of JSON. */
    public static String text(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.toString();
    }

    /** Appends the value. */
    public static void write(StringBuilder out, Object value) {
        write(out, "", value);
    }

    private static void write(StringBuilder out, String name, Object value) {
        switch (value) {
            case null -> out.append("null");
            case Boolean bool -> out.append(bool.booleanValue());
            // Identifiers of BGP speakers are numbers only inside.
            case Integer id when name.endsWith("Id") -> string(out, ReplyText.quad(id));
            case Number number -> out.append(number);
            case Enum<?> constant -> string(out, constant.name().toLowerCase(Locale.ROOT));
            case InetAddress address -> string(out, ReplyText.address(address));
            case Instant time -> string(out, time.toString());
            case Duration duration -> out.append(duration.toMillis() / 1000.0);
            case RouteQuery.Prefix prefix -> string(out, ReplyText.prefix(prefix));
            case Set<?> set -> list(out, set.stream().sorted().toList());
            case Collection<?> list -> list(out, list);
            case Map<?, ?> map -> map(out, map);
            case Record object -> object(out, object);
            default -> string(out, value.toString());
        }
    }

    private static void list(StringBuilder out, Collection<?> values) {
        out.append('[');
        String separator = "";
        for (Object each : values) {
            out.append(separator);
            write(out, "", each);
            separator = ",";
        }
        out.append(']');
    }

    private static void map(StringBuilder out, Map<?, ?> map) {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            string(out, entry.getKey().toString());
            out.append(':');
            write(out, "", entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private static void object(StringBuilder out, Record object) {
        out.append('{');
        components(out, "", "", object);
        out.append('}');
    }

    private static void components(StringBuilder out, String before, String prefix, Record object) {
        String separator = before;
        for (RecordComponent component : object.getClass().getRecordComponents()) {
            String name = component.getName();
            Object value = value(component, object);
            if (value instanceof Inline group) {
                components(out, separator, group.prefixed() ? snake(name) + "_" : "", (Record) value);
            } else {
                out.append(separator);
                string(out, prefix + snake(name));
                out.append(':');
                write(out, name, value);
            }
            separator = ",";
        }
    }

    private static Object value(RecordComponent component, Record object) {
        try {
            return component.getAccessor().invoke(object);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component.getName() + " of " + object.getClass(), e);
        }
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** Appends a text in quotes. */
    private static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
