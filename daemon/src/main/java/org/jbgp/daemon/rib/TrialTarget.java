package org.jbgp.daemon.rib;

/**
 * What one export target of a table would be given if the paths there were others. Asked prefix by prefix, in this
 * order; changes nothing. Confined to the shard.
 */
public interface TrialTarget {

    /** True if what it is given may change although no path does: it would have another filter, say. */
    boolean mayChange();

    /** Compares what it would be given of a prefix with what it was given, and remembers the difference. */
    void look(int prefix, TrialPaths paths);

    /** The prefix of {@link #look} counts: with the channels of now again. */
    void count(int prefix);
}
