package org.jbgp.config.base;

/**
 * Shell-like patterns over names: {@code *} is any run of characters, {@code ?} any one, a backslash makes the next
 * literal (BIRD: {@code patmatch}). Immutable.
 */
public final class NamePattern {

    private final String pattern;

    public NamePattern(String pattern) {
        this.pattern = pattern;
    }

    /** Whether the whole name fits. */
    public boolean matches(String name) {
        // Linear with one point of return: after a mismatch the last star swallows one more character.
        int p = 0;
        int n = 0;
        int starPattern = -1;
        int starName = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                starPattern = ++p;
                starName = n;
                continue;
            }
            int width = step(p, name.charAt(n));
            if (width > 0) {
                p += width;
                n++;
            } else if (starPattern >= 0) {
                p = starPattern;
                n = ++starName;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** How many pattern characters match {@code c}; 0 when they do not. */
    private int step(int at, char c) {
        if (at >= pattern.length()) {
            return 0;
        }
        char wanted = pattern.charAt(at);
        if (wanted == '?') {
            return 1;
        }
        if (wanted == '\\' && at + 1 < pattern.length()) {
            return pattern.charAt(at + 1) == c ? 2 : 0;
        }
        return wanted == c ? 1 : 0;
    }
}
