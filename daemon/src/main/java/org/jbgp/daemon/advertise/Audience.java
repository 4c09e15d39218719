package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.advertise.pack.Changes;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.rib.Shard;

/**
 * The members of a group, and how all of them hear of the same changes: encoded once, each without what is withheld
 * from it. Confined to the shard.
 */
final class Audience {
    private final Shard shard;
    private final ExportSettings settings;
    private final UpdatePacker packer;
    private final Changes changes;
    private final Withheld withheld;
    private final List<Member> members = new ArrayList<>();

    Audience(Shard shard, ExportSettings settings, UpdatePacker packer, PackingSpace space, Withheld withheld) {
        this.shard = shard;
        this.settings = settings;
        this.packer = packer;
        this.changes = space.changes();
        this.withheld = withheld;
    }

    List<Member> members() {
        return members;
    }

    void add(Member member) {
        members.add(member);
        renumber();
    }

    void remove(Member member) {
        members.remove(member);
        renumber();
    }

    /** Encodes the sorted changes once and gives every member all but its own routes. */
    void advertise() {
        ByteBuf all = packer.buffer();
        int count = changes.count();
        int at = 0;
        List<Region> regions = new ArrayList<>(1);
        while (at < count) {
            int excluded = changes.excluded(at);
            int start = all.writerIndex();
            int end = at;
            while (end < count && changes.excluded(end) == excluded) {
                end++;
            }
            packer.write(all, changes, at, end);
            regions.add(new Region(excluded, start, all.writerIndex(), at, end));
            at = end;
        }
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.lagging()) {
                remember(member);
            } else {
                write(member, i, all, regions);
            }
        }
        for (Region region : regions) {
            for (int i = 0; i < withheld.refused(region.excluded); i++) {
                withdrawFormer(region, members.get(withheld.member(region.excluded, i)));
            }
        }
        all.release();
    }

    /** Part of the encoded changes that some members must not get. */
    private record Region(int excluded, int start, int end, int from, int to) {}

    private boolean excludes(Region region, int number) {
        for (int i = 0; i < withheld.count(region.excluded); i++) {
            if (withheld.member(region.excluded, i) == number) {
                return true;
            }
        }
        return false;
    }

    private void write(Member member, int number, ByteBuf all, List<Region> regions) {
        int start = 0;
        for (Region region : regions) {
            if (excludes(region, number)) {
                send(member, all, start, region.start);
                start = region.end;
            }
        }
        send(member, all, start, all.writerIndex());
    }

    private static void send(Member member, ByteBuf all, int start, int end) {
        if (end > start) {
            member.outlet().write(all.retainedSlice(start, end - start));
        }
    }

    /** A member whom the new path is withheld from must forget what it was sent before. */
    private void withdrawFormer(Region region, Member member) {
        if (member.lagging()) {
            return;
        }
        PrefixIndex index = shard.index(settings.family());
        ByteBuf out = packer.buffer();
        packer.startWithdrawals();
        for (int at = region.from; at < region.to; at++) {
            int old = changes.oldSource(at);
            if (changes.handle(at) != 0 && old != 0 && old != member.channel()) {
                packer.add(out, index, changes.prefix(at), changes.pathId(at));
            }
        }
        packer.finish(out);
        if (out.isReadable()) {
            member.outlet().write(out);
        } else {
            out.release();
        }
    }

    private void remember(Member member) {
        for (int at = 0; at < changes.count(); at++) {
            member.behind().add(changes.prefix(at));
        }
    }

    private void renumber() {
        withheld.renumber(members);
    }
}
