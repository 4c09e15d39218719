package org.jbgp.daemon.control.view;

import java.time.Duration;
import java.time.Instant;

/**
 * What a {@code protocol mrt} has.
 *
 * @param tables name or pattern of the tables
 * @param file pattern of the files' names
 * @param period between dumps
 * @param running a dump is under way
 * @param dumps dumps that were whole
 * @param failures dumps that were not
 * @param last the last whole one, null before the first
 * @param problem what went wrong with the last one, null if nothing did
 */
public record MrtStatus(
        String tables,
        String file,
        Duration period,
        boolean running,
        long dumps,
        long failures,
        LastDump last,
        String problem)
        implements ProtocolStatus.Details {
    /**
     * A dump that was whole.
     *
     * @param at when it began
     * @param took how long it took
     * @param files how many were written
     * @param routes in all of them
     * @param bytes in all of them, before compression
     */
    public record LastDump(Instant at, Duration took, int files, long routes, long bytes) {}
}
