package org.jbgp.daemon.bgp;

import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.Map;
import org.jbgp.daemon.advertise.ExportGroup;
import org.jbgp.daemon.advertise.Member;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.shards.ShardPool;

/** The export groups of one shard: made for the first neighbor with its settings, dissolved after the last one. */
public final class ExportGroups {
    private final ShardPool shards;
    private final ByteBufAllocator allocator;
    private final PackingSpace space = new PackingSpace();
    private final Map<Object, ExportGroup> groups = new HashMap<>();

    public ExportGroups(ShardPool shards, ByteBufAllocator allocator) {
        this.shards = shards;
        this.allocator = allocator;
    }

    /** Where a neighbor stands in one shard: group and membership. */
    record Place(ExportGroup group, Member member) {}

    /** How many there are; the shard's thread. */
    public int size() {
        return groups.size();
    }

    /** Takes a neighbor in; {@code whenDone} runs on the shard once everything was advertised to it. */
    Place join(Shard shard, ExportSettings settings, Member member, Runnable whenDone) {
        ExportGroup group = groups.get(settings.group());
        if (group == null) {
            group = make(shard, settings);
            group.join(member, whenDone);
            shard.attach(settings.table(), group, group::fed);
        } else {
            group.join(member, whenDone);
        }
        return new Place(group, member);
    }

    /**
     * Moves a neighbor to the group of its new settings without advertising anything again that is the same for sure.
     */
    Place move(Shard shard, Place from, ExportSettings settings, Member member) {
        ExportGroup group = groups.get(settings.group());
        if (group == null) {
            group = make(shard, settings);
            group.joinFrom(from.group(), from.member(), member);
            shard.attach(settings.table(), group, group::fed);
        } else {
            group.joinFrom(from.group(), from.member(), member);
        }
        leave(shard, from);
        return new Place(group, member);
    }

    void leave(Shard shard, Place place) {
        ExportGroup group = place.group();
        group.leave(place.member());
        if (group.members().isEmpty()) {
            groups.remove(group.settings().group());
            shard.detach(group.settings().table(), group);
            group.dissolve();
        }
    }

    /** A group that hears of nothing yet: what the table has goes through the filter of its first member. */
    private ExportGroup make(Shard shard, ExportSettings settings) {
        ExportGroup group = ExportGroup.of(shard, shards.executor(shard.number()), settings, allocator, space);
        groups.put(settings.group(), group);
        return group;
    }
}
