package org.jbgp.daemon.session;

/**
 * What keeps a neighbor out of reach. Immutable.
 *
 * @param lost what a running neighbor's end is put down to, in BIRD's words, e.g. {@code Link down}; empty = nothing is
 *     in the way
 * @param standing what to say of a neighbor that never was in reach, so that nobody has to guess why it stands in Idle
 */
public record Obstacle(String lost, LastError standing) {
    /** Nothing is in the way. */
    public static final Obstacle NONE = new Obstacle("", LastError.NONE);

    /**
     * An obstacle.
     *
     * @param text for {@code show protocols}
     * @param advice what to do about it, for the log; may be empty
     */
    public static Obstacle of(String lost, String text, String advice) {
        String detail = advice.isEmpty() ? text : text + "; " + advice;
        return new Obstacle(lost, new LastError(LastError.Category.MISCELLANEOUS, text, detail));
    }

    /** Whether there is one. */
    public boolean exists() {
        return !lost.isEmpty();
    }

    // As in IpAddress: these run at every start.
    @Override
    public boolean equals(Object other) {
        return other == this
                || (other instanceof Obstacle that && lost.equals(that.lost) && standing.equals(that.standing));
    }

    @Override
    public int hashCode() {
        return 31 * lost.hashCode() + standing.hashCode();
    }

    /** The error of a neighbor that was in reach until now. */
    public LastError ending() {
        String detail = standing.detail().equals(lost) ? lost : lost + ": " + standing.detail();
        return new LastError(LastError.Category.MISCELLANEOUS, lost, detail);
    }
}
