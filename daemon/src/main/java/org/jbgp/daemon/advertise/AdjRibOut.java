package org.jbgp.daemon.advertise;

import org.jbgp.daemon.advertise.pack.Changes;
import org.jbgp.daemon.rib.store.PrefixBits;

/** What a group's members were sent, before attributes are turned into theirs. Confined to the shard. */
interface AdjRibOut {
    /** Number of announced paths. */
    int size();

    /** All prefixes it knows have numbers below this one. */
    int limit();

    /** True if the prefix is announced, or something about it is still to be sent to somebody. */
    boolean holds(int prefix);

    /**
     * Calls for each path of the prefixes {@code [from, to)} that is announced to all members but those it is withheld
     * from, and exceptions.
     */
    void each(int from, int to, Visitor visitor);

    /** Those of the prefixes {@code [from, to)} with a path that came by this channel and is announced to somebody. */
    default PrefixBits by(int channel, int from, int to) {
        PrefixBits found = new PrefixBits();
        each(from, to, (prefix, handle, source) -> {
            if (source == channel) {
                found.add(prefix);
            }
        });
        return found;
    }

    /** An announced path of a prefix: its attribute set, and the channel it came by. */
    interface Visitor {
        void path(int prefix, int handle, int source);
    }

    /**
     * Collects what a member must be sent to know the present state of some prefixes, as changes that are not begun
     * yet; {@code advertise} runs whenever there are as many as fit, and at the end.
     *
     * @param withheld says what this member is not sent
     */
    void present(Member member, Withheld withheld, int[] prefixes, int count, Changes changes, Runnable advertise);

    /**
     * The same for several members at once: each change has the number of those who are to be sent something else than
     * the others, and need hear of it alone.
     */
    void presentToAll(Withheld withheld, int[] prefixes, int count, Changes changes, Runnable advertise);

    /** True if the prefix is announced, and nothing that was withdrawn is remembered. */
    boolean settled(int prefix);

    /** No member needs to hear of what was withdrawn of this prefix any more. */
    void allAdvertised(int prefix);

    /** Forgets everything. */
    void clear();
}
