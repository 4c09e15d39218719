package org.jbgp.daemon.rib;

import org.jbgp.daemon.rib.channel.Channel;

/**
 * What takes the changes of one shard's slice of a table: an export group of BGP neighbors, the kernel, a pipe.
 * Called on the shard only; the slice shows the present state, so several changes of one prefix reach a target as one.
 */
public interface ExportTarget {
    /**
     * The best paths (with {@link #wantsAllPaths}, any paths) of these prefixes changed, appeared or went.
     *
     * @param prefixes prefix numbers, each once; the array is the caller's
     * @param count how many of them
     */
    void export(TableSlice table, int[] prefixes, int count);

    /** True if changes of paths that are not the best count too. */
    boolean wantsAllPaths();

    /**
     * True if it wants to hear of changes beside the best path too, by {@link #othersChanged}, but nothing of the best
     * path changes with them.
     */
    default boolean watchesOthers() {
        return false;
    }

    /** Paths of these prefixes changed, appeared or went; their best paths did not. As {@link #export}. */
    default void othersChanged(TableSlice table, int[] prefixes, int count) {}

    /**
     * A channel that has routes is another one now, for instance of a new session of the same neighbor: its routes may
     * have to be put otherwise, though nothing of them has changed.
     */
    default void channelReplaced(Channel before, Channel now) {}

    /** The table has been gone through for this target up to a prefix number, of so many. */
    default void walked(int to, int limit) {}

    /** True if it hears of changes before the others do, because what becomes of these depends on it. */
    default boolean goesFirst() {
        return false;
    }

    /** True if it asks why prefixes changed, by {@link TableSlice#cause}. */
    default boolean asksWhy() {
        return false;
    }

    /** True if the target still remembers something about the prefix, so that its number must not be used again. */
    boolean holds(int prefix);

    /**
     * Interfaces that its filter lacked are there now.
     *
     * @return true if the target itself looks again at what failed for that; else everything is passed on to it again
     */
    default boolean filterAgain() {
        return false;
    }

    /** True if the target has the best path of the prefix and could not put it into effect: the kernel refused it. */
    default boolean refused(int prefix) {
        return false;
    }
}
