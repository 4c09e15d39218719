package org.jbgp.daemon.mrt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.progress.Work;
import org.jbgp.daemon.query.QueriedRouter;
import org.jbgp.daemon.query.RouteClock;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;

/**
 * The dump of one table: its shards, one after the other, write the records of some thousand prefixes when they have
 * nothing else to do, and the calling thread puts them into the file before it asks for more. A prefix is whole; what
 * changes meanwhile is there as it was or as it is.
 */
final class TableDump {
    /** Prefix numbers looked at in one go, which bounds how long a shard is held up. */
    private static final int SPAN = 2_048;

    /** Bytes after which a go ends. */
    private static final int FULL = 1 << 18;

    private final QueriedRouter router;
    private final int number;
    private final String name;
    private final RibRecords records;
    private final BooleanSupplier cancelled;
    /** Prefix numbers of the shard that is being gone through. */
    private int limit = 1;

    private final MrtBuffer buffer = new MrtBuffer(FULL + (FULL >> 2));

    /**
     * @param number of the table
     * @param name its name: the number may get another meaning
     * @param cancelled true when nobody wants the dump any more
     */
    TableDump(QueriedRouter router, int number, String name, RibRecords records, BooleanSupplier cancelled) {
        this.router = router;
        this.number = number;
        this.name = name;
        this.records = records;
        this.cancelled = cancelled;
    }

    /** Writes it all; false if it was cancelled. */
    boolean write(MrtFile file, DumpPeers peers) throws IOException {
        try (Work work = router.longWork().begin(Progress.Kind.DUMP, name, "prefixes")) {
            return write(file, peers, work);
        }
    }

    private boolean write(MrtFile file, DumpPeers peers, Work work) throws IOException {
        long behind = 0;
        int now = (int) router.clock().instant().getEpochSecond();
        peers.write(buffer, now, router.routerId(), name.getBytes(StandardCharsets.UTF_8));
        for (int shard = 0; shard < router.shards().size(); shard++) {
            int cursor = 1;
            while (cursor != 0) {
                if (cancelled.getAsBoolean()) {
                    return false;
                }
                cursor = slice(shard, cursor);
                file.write(buffer);
                buffer.clear();
                work.total(behind + (long) (limit - 1) * (router.shards().size() - shard));
                work.done(behind + (cursor == 0 ? limit : cursor) - 1);
            }
            behind += limit - 1;
        }
        return true;
    }

    /** Fills the buffer from a prefix number on; the number to go on from, 0 at the end. */
    private int slice(int shard, int from) {
        Instant now = router.clock().instant();
        RouteClock clock = router.routeClock();
        records.time(now.getEpochSecond(), clock.at(0).getEpochSecond());
        CompletableFuture<Integer> reached = new CompletableFuture<>();
        router.shards()
                .execute(
                        shard,
                        owner -> owner.later(() -> {
                            try {
                                reached.complete(collect(owner, from));
                            } catch (RuntimeException e) {
                                reached.completeExceptionally(e);
                            }
                        }));
        return reached.join();
    }

    private int collect(Shard owner, int from) {
        TableSlice table = owner.table(number);
        if (table == null || !table.name().equals(name)) {
            return 0;
        }
        limit = table.index().limit();
        int to = Math.min(limit, from + SPAN);
        for (int prefix = from; prefix < to; prefix++) {
            if (table.head(prefix) != 0) {
                records.write(buffer, owner, table, prefix);
                if (buffer.length() >= FULL) {
                    return prefix + 1;
                }
            }
        }
        return to < limit ? to : 0;
    }
}
