package org.jbgp.cli.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a line of JSON as the daemon writes it: maps, lists, strings, doubles, booleans and null. Control characters in
 * strings stay written out, as they are read to be shown.
 */
public final class JsonText {

    /** Values in each other; the daemon writes fewer than ten. */
    private static final int DEEPEST = 50;

    private final String text;
    private int at;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * The object of a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Map<String, Object> object(String line) {
        JsonText json = new JsonText(line);
        Object value;
        try {
            value = json.value();
        } catch (StringIndexOutOfBoundsException e) {
            throw json.unexpected();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw json.unexpected();
        }
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((key, each) -> object.put((String) key, each));
        return object;
    }

    private Object value() {
        char c = peek();
        if (++depth > DEEPEST) {
            throw unexpected();
        }
        Object value = switch (c) {
            case '{' -> map();
            case '[' -> list();
            case '"' -> string();
            default -> word();
        };
        depth--;
        return value;
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        while (peek() != '}') {
            String key = string();
            expect(':');
            map.put(key, value());
            if (peek() == ',') {
                at++;
            }
        }
        at++;
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        at++;
        while (peek() != ']') {
            list.add(value());
            if (peek() == ',') {
                at++;
            }
        }
        at++;
        return list;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c != '\\') {
                string.append(c);
                continue;
            }
            char escaped = peek();
            at++;
            switch (escaped) {
                case 'n' -> string.append('\n');
                case 't' -> string.append('\t');
                case 'u' -> {
                    string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                }
                default -> string.append(escaped);
            }
        }
        at++;
        return PrintableText.of(string.toString());
    }

    private Object word() {
        int begin = at;
        while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(begin, at);
        return switch (word) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> Double.valueOf(word);
        };
    }

    private char peek() {
        if (at >= text.length()) {
            throw unexpected();
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw unexpected();
        }
        at++;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("no JSON at character " + at + ": " + text);
    }
}
