package org.jbgp.daemon.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments of a command as {@code help} writes them, read as a grammar: what may come first, and what behind each
 * word. Brackets stand for what may be left out, parentheses group, {@code |} between blanks parts whole phrases,
 * without blanks single words.
 */
final class Usage {
    private static final Pattern TOKEN =
            Pattern.compile("\\{[^}]*}|\"<[a-z-]+>\"|<[a-z]+>\\.<[a-z]+>|<[a-z-]+>|[a-z0-9]+| \\| |[\\[\\]()| ]");

    /** A stretch of the grammar: what it may begin and end with, and whether it may be empty. */
    private record Part(Set<String> first, Set<String> last, boolean empty) {
        private static Part nothing() {
            return new Part(Set.of(), Set.of(), true);
        }
    }

    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Set<String>> follow = new LinkedHashMap<>();
    private final Set<String> first;
    private int at;

    /** @param anyOrder what may be left out may come in any order, as in {@code show} */
    Usage(String arguments, boolean anyOrder) {
        Matcher matcher = TOKEN.matcher(arguments);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() != end) {
                throw new IllegalArgumentException("not understood: " + arguments.substring(end));
            }
            tokens.add(matcher.group());
            end = matcher.end();
        }
        Part all = tokens.isEmpty() ? Part.nothing() : choice();
        if (end != arguments.length() || at != tokens.size()) {
            throw new IllegalArgumentException("not understood: " + arguments);
        }
        first = all.first();
        if (anyOrder && all.empty() && arguments.contains("] [")) {
            follows(all.last(), all.first());
        }
    }

    /** What may stand first: words, and kinds of names in angle brackets. */
    Set<String> first() {
        return first;
    }

    /** What may stand behind each word or kind of name. */
    Map<String, Set<String>> follow() {
        return follow;
    }

    private Part choice() {
        Part all = sequence();
        while (next(" | ")) {
            all = either(all, sequence());
        }
        return all;
    }

    private Part sequence() {
        Part all = words();
        while (next(" ")) {
            Part more = words();
            follows(all.last(), more.first());
            all = new Part(
                    all.empty() ? union(all.first(), more.first()) : all.first(),
                    more.empty() ? union(all.last(), more.last()) : more.last(),
                    all.empty() && more.empty());
        }
        return all;
    }

    private Part words() {
        Part all = word();
        while (next("|")) {
            all = either(all, word());
        }
        return all;
    }

    private Part word() {
        String token = tokens.get(at++);
        if (token.equals("[") || token.equals("(")) {
            Part inner = choice();
            String end = tokens.get(at++);
            if (!end.equals(token.equals("[") ? "]" : ")")) {
                throw new IllegalArgumentException("unexpected " + end);
            }
            return new Part(inner.first(), inner.last(), inner.empty() || token.equals("["));
        }
        return new Part(Set.of(token), Set.of(token), false);
    }

    private boolean next(String token) {
        boolean there = at < tokens.size() && tokens.get(at).equals(token);
        at += there ? 1 : 0;
        return there;
    }

    private void follows(Set<String> before, Set<String> behind) {
        before.forEach(each ->
                follow.computeIfAbsent(each, word -> new LinkedHashSet<>()).addAll(behind));
    }

    private static Part either(Part one, Part other) {
        return new Part(
                union(one.first(), other.first()), union(one.last(), other.last()), one.empty() || other.empty());
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }
}
