package org.jbgp.daemon.monitor;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Consumer;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.wire.AddressFamily;

/** An established session, for those who watch it. Any thread, unless said otherwise. */
public interface MonitoredSession {
    /** The session with its OPENs and addresses. */
    Session session();

    /** Puts in place who hears of it from now on, null for nobody. */
    void tap(SessionTap tap);

    /** The families that were negotiated. */
    List<MonitoredChannel> watchedChannels();

    /** Asks the neighbor for all of its routes once more; false if it cannot be asked. */
    boolean askAgain(AddressFamily family);

    /**
     * Writes what the neighbor was sent of the prefixes with numbers from {@code from} on, as UPDATEs. On the shard.
     *
     * @param most prefix numbers looked at
     * @param out takes whole messages; ownership passes
     * @return where to go on, 0 at the end
     */
    int advertised(int shard, AddressFamily family, int from, int most, Consumer<ByteBuf> out);

    /** Numbers of a family, a moment old. */
    Counts counts(AddressFamily family);

    /** UPDATEs of this session whose routes counted as withdrawn because they were malformed (RFC 7606). */
    long malformedUpdates();

    /** Routes that were refused because they had been here before. */
    long looped();

    /**
     * One family of a session.
     *
     * @param number of the channel
     * @param table number of the table it feeds, and reads
     * @param keeps whether all routes are kept as received ({@code import table})
     * @param unfiltered the import filter takes every route as it comes
     */
    record MonitoredChannel(AddressFamily family, int number, int table, boolean keeps, boolean unfiltered) {}

    /**
     * Numbers of a family.
     *
     * @param filtered routes that the import filter rejected
     * @param duplicates announcements of what was there already
     * @param duplicateWithdrawals withdrawals of what was not there
     * @param received routes in the Adj-RIB-In, as far as they are kept
     * @param accepted routes in the table
     * @param best of these, those that are the best of their prefix
     * @param sent routes in the Adj-RIB-Out
     */
    record Counts(
            long filtered,
            long duplicates,
            long duplicateWithdrawals,
            long received,
            long accepted,
            long best,
            long sent) {}
}
