package org.jbgp.daemon.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON (RFC 8259) that peers' command lines print. Objects become {@link Map}s in their order, arrays {@link
 * List}s, numbers {@link Double}s, {@code null} the string {@code "null"}; a name that occurs twice keeps its last
 * value.
 */
public final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * The value that the text holds.
     *
     * @throws IllegalStateException when it is not JSON
     */
    public static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.blanks();
        if (json.at < text.length()) {
            throw json.wrong("end of text");
        }
        return value;
    }

    /** Follows names through nested objects; an empty map where one is missing. */
    static Map<?, ?> object(Object value, String... names) {
        Object now = value;
        for (String name : names) {
            now = now instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return now instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The array under a name; empty where it is missing. */
    static List<?> array(Object value, String name) {
        return value instanceof Map<?, ?> map && map.get(name) instanceof List<?> list ? list : List.of();
    }

    /** The text under a name, numbers without fraction; empty where it is missing. */
    public static String text(Object value, String name) {
        return value instanceof Map<?, ?> map && map.containsKey(name) ? scalar(map.get(name)) : "";
    }

    /** A single value as text, numbers without fraction. */
    static String scalar(Object value) {
        return value instanceof Double number ? Long.toString(number.longValue()) : String.valueOf(value);
    }

    private Object value() {
        blanks();
        char c = at < text.length() ? text.charAt(at) : 0;
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            default -> literal();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> map = new LinkedHashMap<>();
        expect('{');
        if (!next('}')) {
            do {
                blanks();
                String name = string();
                blanks();
                expect(':');
                map.put(name, value());
            } while (next(','));
            blanks();
            expect('}');
        }
        return map;
    }

    private List<Object> array() {
        List<Object> list = new ArrayList<>();
        expect('[');
        if (!next(']')) {
            do {
                list.add(value());
            } while (next(','));
            blanks();
            expect(']');
        }
        return list;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        expect('"');
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            default -> c;
        };
    }

    private Object literal() {
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String literal = text.substring(start, at);
        return switch (literal) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> "null";
            default -> {
                try {
                    yield Double.valueOf(literal);
                } catch (NumberFormatException e) {
                    throw wrong("a value");
                }
            }
        };
    }

    private boolean next(char c) {
        blanks();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalStateException wrong(String expected) {
        return new IllegalStateException("no JSON, " + expected + " expected at " + at + ": "
                + text.substring(Math.min(at, text.length()), Math.min(text.length(), at + 80)));
    }
}
