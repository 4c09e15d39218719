package org.jbgp.config.filter.value;

/** A string. */
public record Text(String text) implements Value {

    @Override
    public FilterType type() {
        return FilterType.STRING;
    }

    /**
     * Shell-like matching: {@code *} is any string, {@code ?} any character, a backslash takes the next character
     * literally.
     */
    public static boolean glob(String pattern, String text) {
        int p = 0;
        int t = 0;
        int starPattern = -1;
        int starText = 0;
        while (true) {
            if (p < pattern.length()) {
                char c = pattern.charAt(p);
                if (c == '*') {
                    starPattern = ++p;
                    starText = t;
                    continue;
                }
                if (t < text.length()) {
                    int width = 1;
                    boolean any = c == '?';
                    if (c == '\\' && p + 1 < pattern.length()) {
                        c = pattern.charAt(p + 1);
                        width = 2;
                    }
                    if (any || c == text.charAt(t)) {
                        p += width;
                        t++;
                        continue;
                    }
                }
            } else if (t == text.length()) {
                return true;
            }
            // Mismatch: let the last star swallow one character more.
            if (starPattern < 0 || starText >= text.length()) {
                return false;
            }
            p = starPattern;
            t = ++starText;
        }
    }
}
