package org.jbgp.daemon.rib;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * A {@link Revalidation} in one shard and family: one walk over the prefixes, however many channels and readers ask,
 * which sends only those routes through filters that the change may matter to. Goes no further than what was there at
 * its start: what comes later meets the new authorizations by itself. Confined to the shard.
 */
final class RevalidationWalk {
    private final Shard shard;
    private final ChangedAuthorizations changed;
    private final boolean ofPaths;
    private final PrefixIndex index;
    private final List<Import> imports = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final int limit;
    private final Runnable whenDone;
    /** Attribute set that {@link #knownAnswer} is about; only in one step. */
    private int knownSet;

    private boolean knownAnswer;

    private static final class Import {
        private final int channel;
        private Runnable receiveAgain;

        Import(int channel, Runnable receiveAgain) {
            this.channel = channel;
            this.receiveAgain = receiveAgain;
        }
    }

    private static final class Reader {
        private final TableSlice table;
        private final ExportTarget target;
        /** Prefixes of this step. */
        private final int[] found;

        private int count;

        Reader(TableSlice table, ExportTarget target, int most) {
            this.table = table;
            this.target = target;
            this.found = new int[most];
        }

        void flush() {
            if (count > 0) {
                target.export(table, found, count);
                if (target.wantsAllPaths()) {
                    table.passedOn(found, count);
                }
                count = 0;
            }
        }
    }

    RevalidationWalk(Shard shard, Revalidation what, AddressFamily family, Runnable whenDone) {
        this.shard = shard;
        this.changed = what.changed();
        this.ofPaths = changed.kind() == ChangedAuthorizations.Kind.PATHS;
        this.index = shard.index(family);
        this.limit = index.limit();
        this.whenDone = whenDone;
        for (Revalidation.Import each : what.imports()) {
            if (each.family() == family && shard.channel(each.channel()) != null) {
                imports.add(new Import(each.channel(), each.receiveAgain()));
            }
        }
        for (Revalidation.Export each : what.exports()) {
            ExportTarget target = each.family() == family ? each.target().apply(shard) : null;
            TableSlice table = target == null ? null : shard.table(each.table());
            if (table != null
                    && readers.stream()
                            .noneMatch(reader -> reader.target.equals(target) && reader.table.equals(table))) {
                readers.add(new Reader(table, target, Math.min(limit, shard.stepSize())));
            }
        }
    }

    void begin() {
        if (imports.isEmpty() && readers.isEmpty()) {
            whenDone.run();
        } else {
            step(1);
        }
    }

    private void step(int from) {
        int to = Math.min(limit, from + shard.stepSize());
        knownSet = 0;
        shard.doing(Cause.AUTHORIZATION.with(0));
        for (int prefix = from; prefix < to; prefix++) {
            if (index.present(prefix)
                    && (ofPaths || changed.covers(index.hi(prefix), index.lo(prefix), index.length(prefix)))) {
                importAgain(prefix);
                find(prefix);
            }
        }
        readers.forEach(Reader::flush);
        shard.flushIfMuch();
        if (to < limit) {
            shard.later(() -> step(to));
        } else {
            whenDone.run();
        }
    }

    private void importAgain(int prefix) {
        for (int i = 0; i < imports.size(); i++) {
            Import each = imports.get(i);
            AdjRibIn in = shard.received().of(each.channel);
            if (in != null && concerns(in.head(prefix), 0)) {
                shard.received().again(each.channel, prefix);
                knownSet = 0; // A set may have gone, and its number be another one's now.
            }
            if (each.receiveAgain != null) {
                TableSlice table = shard.table(shard.channel(each.channel).table());
                if (table != null && concerns(table.head(prefix), each.channel)) {
                    each.receiveAgain.run();
                    each.receiveAgain = null;
                }
            }
        }
    }

    private void find(int prefix) {
        for (int i = 0; i < readers.size(); i++) {
            Reader reader = readers.get(i);
            if (concerns(reader.table.head(prefix), 0)) {
                reader.found[reader.count++] = prefix;
            }
        }
    }

    /** @param channel whose routes count, 0 for all */
    private boolean concerns(int head, int channel) {
        for (int path = head; path != 0; path = shard.nextOf(path)) {
            if ((channel == 0 || shard.senderOf(path) == channel) && (!ofPaths || onPath(shard.attributesOf(path)))) {
                return true;
            }
        }
        return false;
    }

    private boolean onPath(int handle) {
        if (handle != knownSet) {
            byte[] array = shard.attributes().array(handle);
            knownAnswer = changed.onPath(
                    array, shard.attributes().offset(handle), shard.attributes().length(handle));
            knownSet = handle;
        }
        return knownAnswer;
    }
}
