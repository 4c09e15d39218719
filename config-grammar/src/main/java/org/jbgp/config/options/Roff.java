package org.jbgp.config.options;

/** Text for manual pages, see man(7) and groff_char(7). */
public final class Roff {
    private Roff() {}

    /** The text as it stands, on one line; at the beginning of a line it is no request. */
    public static String text(String plain) {
        String escaped = plain.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("\"", "\\(dq");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }
}
