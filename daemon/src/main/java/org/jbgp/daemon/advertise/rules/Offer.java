package org.jbgp.daemon.advertise.rules;

/**
 * What becomes of a path on its way to somebody: kept back before any filter, or judged by the export filter. For
 * commands.
 *
 * @param outcome what becomes of it
 * @param reason why it is kept back, or cannot be sent; of what is accepted, how it goes out, empty if as ever
 */
public record Offer(Outcome outcome, String reason) {
    /** The export filter rejects it. */
    public static final Offer FILTERED = new Offer(Outcome.FILTERED, "");
    /** The export filter lets it pass. */
    public static final Offer ACCEPTED = new Offer(Outcome.ACCEPTED, "");
    /** The export filter lets it pass to a neighbor that is drained. */
    public static final Offer DRAINING = new Offer(
            Outcome.ACCEPTED,
            "it carries GRACEFUL_SHUTDOWN and is withdrawn soon (RFC 8326): the neighbor is drained; `undrain` ends that");

    /** A neighbor with {@code secondary} is sent the best of those that the export filter lets pass. */
    public static final Offer SURPASSED = new Offer(
            Outcome.SURPASSED,
            "the export filter lets it pass, but `secondary` sends one path, and another one that passes is better");

    /** What becomes of it. */
    public enum Outcome {
        REFUSED,
        FILTERED,
        /** The export filter lets it pass, but it cannot be written for the neighbor. */
        UNSENDABLE,
        /** The export filter lets it pass, but another path of the prefix is sent. */
        SURPASSED,
        ACCEPTED
    }

    /** The protocol itself keeps the path back. */
    public static Offer refused(String reason) {
        return new Offer(Outcome.REFUSED, reason);
    }

    /** The filter lets it pass, but it cannot be sent. */
    public static Offer unsendable(String reason) {
        return new Offer(Outcome.UNSENDABLE, reason);
    }

    /** What the filter said. */
    public static Offer of(boolean accepted) {
        return accepted ? ACCEPTED : FILTERED;
    }
}
