package org.jbgp.daemon.rib;

/**
 * What keeps routes of a table from BGP neighbors because a less specific one stands for them. Asked on the shard, for
 * each prefix that is exported.
 */
public interface Suppressor {
    /** True if no route of the prefix is sent to BGP neighbors. */
    boolean suppresses(int prefix);

    /** Why, in words for operators; only of what it suppresses. */
    String reason(int prefix);
}
