package org.jbgp.daemon.advertise;

/**
 * What happened to routes on their way to a group's members, by BIRD's names in {@code show protocols all}. Written by the
 * shard only; read anywhere, a moment old.
 */
public final class ExportCounters {
    /** Best paths looked at. */
    public long updates;

    /** Forbidden by BGP's own rules. */
    public long rejected;

    /** Rejected by the export filter. */
    public long filtered;

    public long accepted;
    public long withdrawals;
}
