package org.jbgp.config.source;

import java.util.stream.IntStream;

/** Shell patterns as in glob(7): {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}; a leading dot must be written. */
public final class FilePattern {
    private FilePattern() {}

    /** True if the text has a character that makes it a pattern. */
    public static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    /** True if one name, without slashes, fits the pattern. */
    public static boolean matches(String pattern, String name) {
        return (!name.startsWith(".") || pattern.startsWith(".")) && matches(pattern, 0, name, 0);
    }

    /** True if a path fits the pattern, part by part: no {@code *} goes over a slash. */
    public static boolean matchesPath(String pattern, String path) {
        String[] parts = pattern.split("/", -1);
        String[] names = path.split("/", -1);
        return parts.length == names.length
                && IntStream.range(0, parts.length).allMatch(i -> matches(parts[i], names[i]));
    }

    private static boolean matches(String pattern, int patternAt, String name, int nameAt) {
        int p = patternAt;
        int n = nameAt;
        int starAt = -1;
        int retryAt = 0;
        while (true) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                starAt = p++;
                retryAt = n;
                continue;
            }
            int next = n < name.length() && p < pattern.length() ? one(pattern, p, name.charAt(n)) : -1;
            if (next >= 0) {
                p = next;
                n++;
            } else if (n == name.length() && p == pattern.length()) {
                return true;
            } else if (starAt >= 0 && retryAt < name.length()) {
                p = starAt + 1;
                n = ++retryAt;
            } else {
                return false;
            }
        }
    }

    /** Where the pattern goes on after it took one character, or -1 if it does not take it. */
    private static int one(String pattern, int at, char character) {
        char wanted = pattern.charAt(at);
        if (wanted == '?') {
            return at + 1;
        }
        int end = wanted == '[' ? pattern.indexOf(']', at + 2) : -1;
        if (end < 0) {
            return wanted == character ? at + 1 : -1;
        }
        int from = at + 1;
        boolean negated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
        if (negated) {
            from++;
        }
        boolean found = false;
        for (int i = from; i < end; i++) {
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                found |= pattern.charAt(i) <= character && character <= pattern.charAt(i + 2);
                i += 2;
            } else {
                found |= pattern.charAt(i) == character;
            }
        }
        return found != negated ? end + 1 : -1;
    }
}
