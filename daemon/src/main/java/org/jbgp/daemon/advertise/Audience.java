package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
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
    /** Of what was encoded last. */
    private final List<Region> regions = new ArrayList<>();

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

    /** Counts for each member its share of so many nanoseconds. */
    void worked(long nanos) {
        for (int i = 0; i < members.size(); i++) {
            members.get(i).outlet().worked(nanos / members.size());
        }
    }

    void add(Member member) {
        members.add(member);
        renumber();
    }

    void remove(Member member) {
        members.remove(member);
        renumber();
    }

    /** Encodes the sorted changes once and gives every member all but its own routes; who lags remembers them. */
    void advertise() {
        List<Member> inStep = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).lagging()) {
                remember(members.get(i));
            } else {
                inStep.add(members.get(i));
            }
        }
        write(inStep);
        for (Region region : regions) {
            for (int i = 0; i < withheld.refused(region.excluded); i++) {
                withdrawFormer(region, members.get(withheld.member(region.excluded, i)));
            }
        }
    }

    /**
     * Encodes the sorted changes once and gives some members all but what they are to be sent in another way, or not at
     * all.
     */
    void write(List<Member> to) {
        regions.clear();
        if (to.isEmpty()) {
            return;
        }
        ByteBuf all = packer.buffer();
        int count = changes.count();
        int at = 0;
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
        slice(to, all);
        all.release();
    }

    /** Part of the encoded changes that some members must not get. */
    private record Region(int excluded, int start, int end, int from, int to) {}

    private void slice(List<Member> to, ByteBuf all) {
        // What each member still has to get begins here; -1 for those that get nothing.
        int[] starts = new int[members.size()];
        Arrays.fill(starts, -1);
        for (Member member : to) {
            starts[withheld.memberOf(member.channel())] = 0;
        }
        for (Region region : regions) {
            for (int i = 0; i < withheld.count(region.excluded); i++) {
                int place = withheld.member(region.excluded, i);
                if (starts[place] >= 0) {
                    send(members.get(place), all, starts[place], region.start);
                    starts[place] = region.end;
                }
            }
        }
        for (int place = 0; place < starts.length; place++) {
            if (starts[place] >= 0) {
                send(members.get(place), all, starts[place], all.writerIndex());
            }
        }
    }

    private static void send(Member member, ByteBuf all, int start, int end) {
        if (end > start) {
            member.outlet().write(all.retainedSlice(start, end - start));
        }
    }

    /** Those of the members written to last that are to be sent something else of the same changes. */
    void excepted(List<Member> to, Owed owed) {
        boolean[] asked = new boolean[members.size()];
        for (Member member : to) {
            asked[withheld.memberOf(member.channel())] = true;
        }
        for (Region region : regions) {
            for (int i = 0; i < withheld.count(region.excluded); i++) {
                int place = withheld.member(region.excluded, i);
                for (int at = region.from; asked[place] && at < region.to; at++) {
                    // Its own paths with identifiers it was never sent.
                    if (changes.pathId(at) == 0
                            || changes.source(at) != members.get(place).channel()) {
                        owed.add(members.get(place), changes.prefix(at));
                    }
                }
            }
        }
    }

    /** Encodes the sorted changes, which are about one member, and gives them to it. */
    void write(Member member) {
        ByteBuf out = encode(0);
        if (out.isReadable()) {
            member.outlet().write(out);
        } else {
            out.release();
        }
    }

    /** The sorted changes from one on as messages; the caller's. */
    ByteBuf encode(int from) {
        ByteBuf out = packer.buffer();
        packer.write(out, changes, from, changes.count());
        return out;
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
