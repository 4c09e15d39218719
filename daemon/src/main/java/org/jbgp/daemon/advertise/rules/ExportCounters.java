package org.jbgp.daemon.advertise.rules;

/**
 * What happened to routes on their way to a group's members, by BIRD's names in {@code show protocols all}. Written by
 * the shard only; read anywhere, a moment old.
 */
public final class ExportCounters {
    /** Best paths looked at. */
    public long updates;

    /** Forbidden by BGP's own rules. */
    public long rejected;

    /** Rejected by the export filter. */
    public long filtered;

    /**
     * Number of prefixes with a path that cannot be sent, at present; each time one is looked at counts as rejected,
     * too.
     */
    public long unsent;

    /** Equal to what was there; counted by pipes only. */
    public long ignored;

    /** Advertised; a path advertised with other attributes counts again. */
    public long accepted;

    /** Prefixes, or paths, that were there and are no more. */
    public long withdrawals;

    /** Of what was not there; counted by pipes only. */
    public long withdrawalsIgnored;

    /** Withdrawals advertised, also of what the filter no longer lets pass. */
    public long withdrawalsAdvertised;

    public void add(ExportCounters more) {
        updates += more.updates;
        rejected += more.rejected;
        filtered += more.filtered;
        ignored += more.ignored;
        accepted += more.accepted;
        withdrawals += more.withdrawals;
        withdrawalsIgnored += more.withdrawalsIgnored;
        withdrawalsAdvertised += more.withdrawalsAdvertised;
    }
}
