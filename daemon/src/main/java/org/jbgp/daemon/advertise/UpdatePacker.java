package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jbgp.daemon.advertise.pack.Changes;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.pack.WireSets;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.ExportTransform;
import org.jbgp.daemon.advertise.rules.SendCheck;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.update.UpdateEncoder;

/** Writes a group's changes as UPDATEs, as many prefixes of one attribute set in each as fit. Confined to the shard. */
final class UpdatePacker {
    private static final int FIRST_CAPACITY = 4096;
    /** Changes whose attribute sets are compared with one another; bounds the working memory. */
    private static final int WINDOW = 16_384;

    private final Shard shard;
    private final AddressFamily family;
    private final UpdateEncoder encoder;
    private final ExportTransform transform;
    private final ByteBufAllocator allocator;
    private final WireSets sets;
    private final SendCheck check;

    UpdatePacker(ExportSettings settings, Shard shard, ByteBufAllocator allocator, PackingSpace space) {
        this.shard = shard;
        this.family = settings.family();
        this.encoder = new UpdateEncoder(settings.encoding());
        this.transform = new ExportTransform(settings, shard);
        this.allocator = allocator;
        this.sets = space.sets();
        this.check = new SendCheck(settings, shard, transform, encoder);
    }

    /** Knows what can be written; not to be asked between {@link #startWithdrawals} and {@link #finish}. */
    SendCheck check() {
        return check;
    }

    ExportTransform transform() {
        return transform;
    }

    /** A buffer to write into; the caller releases it or hands it over. */
    ByteBuf buffer() {
        return allocator.buffer(FIRST_CAPACITY);
    }

    /** Writes sorted changes {@code start..end}: the withdrawals, then the announcements. */
    void write(ByteBuf out, Changes changes, int start, int end) {
        PrefixIndex index = shard.index(family);
        int announced = changes.withdrawEnd(start, end);
        if (announced > start) {
            startWithdrawals();
            for (int at = start; at < announced; at++) {
                add(out, index, changes.prefix(at), changes.pathId(at));
            }
            finish(out);
        }
        int at = announced;
        while (at < end) {
            int next = gather(changes, at, end);
            writeSets(out, index, changes);
            at = next;
        }
    }

    /** Turns the attribute sets from {@code start} on into those that go out; answers where it stopped. */
    private int gather(Changes changes, int start, int end) {
        sets.clear();
        int at = start;
        while (at < end && at - start < WINDOW) {
            int first = at;
            int handle = changes.handle(at);
            int source = changes.source(at);
            do {
                at++;
            } while (at < end && changes.handle(at) == handle && changes.source(at) == source);
            AttributeBlobBuilder blob = transform.apply(handle, shard.channel(source));
            if (blob != null) {
                sets.add(blob.array(), blob.length(), first, at);
            }
        }
        return at;
    }

    private void writeSets(ByteBuf out, PrefixIndex index, Changes changes) {
        for (int set = 0; set < sets.size(); set++) {
            if (encoder.start(family, sets.bytes(), sets.offset(set), sets.length(set))
                    != UpdateEncoder.Readiness.READY) {
                continue;
            }
            for (int run = sets.firstRun(set); run >= 0; run = sets.nextRun(run)) {
                for (int at = sets.start(run); at < sets.end(run); at++) {
                    add(out, index, changes.prefix(at), changes.pathId(at));
                }
            }
            finish(out);
        }
    }

    /** Begins withdrawals; {@link #add} and {@link #finish} follow. */
    void startWithdrawals() {
        encoder.startWithdrawals(family);
    }

    void add(ByteBuf out, PrefixIndex index, int prefix, int pathId) {
        encoder.add(out, pathId, index.hi(prefix), index.lo(prefix), index.length(prefix));
    }

    /** Ends what {@link #startWithdrawals} began. */
    void finish(ByteBuf out) {
        encoder.finish(out);
    }
}
