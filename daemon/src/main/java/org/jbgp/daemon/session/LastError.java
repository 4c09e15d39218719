package org.jbgp.daemon.session;

/**
 * The neighbor's last error, in BIRD's classes and words.
 *
 * @param category where it came from
 * @param text BIRD's wording, e.g. {@code Hold timer expired}
 * @param detail the same with what is known besides, for the log, e.g. {@code Bad peer AS: 65002}
 */
public record LastError(Category category, String text, String detail) {

    /** An error of which no more is known. */
    public LastError(Category category, String text) {
        this(category, text, text);
    }

    // As in IpAddress: these run at every start.
    @Override
    public boolean equals(Object other) {
        return other == this
                || (other instanceof LastError that
                        && category == that.category
                        && text.equals(that.text)
                        && detail.equals(that.detail));
    }

    @Override
    public int hashCode() {
        return (category.hashCode() * 31 + text.hashCode()) * 31 + detail.hashCode();
    }

    /** No error so far, or forgotten because the session came up. */
    public static final LastError NONE = new LastError(Category.NONE, "");

    /** Where an error came from, with the prefix BIRD prints. */
    public enum Category {
        NONE(""),
        MISCELLANEOUS("Error: "),
        SOCKET("Socket: "),
        RECEIVED("Received: "),
        SENT("BGP Error: "),
        AUTOMATIC_SHUTDOWN("Automatic shutdown: ");

        private final String prefix;

        Category(String prefix) {
            this.prefix = prefix;
        }

        /** What BIRD prints before the text. */
        public String prefix() {
            return prefix;
        }
    }

    /** For the log: prefix and detail. */
    public String logged() {
        return category.prefix() + detail;
    }

    /** As {@code show protocols} prints it: prefix and text, empty if there is none. */
    @Override
    public String toString() {
        return category.prefix() + text;
    }
}
