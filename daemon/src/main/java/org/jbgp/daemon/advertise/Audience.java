package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jbgp.daemon.advertise.pack.Changes;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.rib.Shard;

/** The members of a group, and how all of them hear of the same changes: encoded once, each without its own routes. Confined to the shard. */
final class Audience {
    private final Shard shard;
    private final ExportSettings settings;
    private final UpdatePacker packer;
    private final Changes changes;
    private final List<Member> members = new ArrayList<>();
    /** Member number + 1 by channel. */
    private int[] numbers = new int[16];

    Audience(Shard shard, ExportSettings settings, UpdatePacker packer, PackingSpace space) {
        this.shard = shard;
        this.settings = settings;
        this.packer = packer;
        this.changes = space.changes();
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
    void tell() {
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
            regions.add(new Region(excluded - 1, start, all.writerIndex(), at, end));
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
            if (region.excluded >= 0) {
                withdrawFormer(region);
            }
        }
        all.release();
    }

    /** Part of the encoded changes that one member, or none (-1), must not get. */
    private record Region(int excluded, int start, int end, int from, int to) {}

    private static void write(Member member, int number, ByteBuf all, List<Region> regions) {
        int start = 0;
        for (Region region : regions) {
            if (region.excluded == number) {
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

    /** A member whose own path became best must forget what it was told before. */
    private void withdrawFormer(Region region) {
        Member member = members.get(region.excluded);
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

    /** A path of this channel is told, or no longer told: whose own it is does not hear of it. */
    void countOwn(int source, int delta) {
        int number = memberOf(source);
        if (number >= 0) {
            members.get(number).addOwn(delta);
        }
    }

    /** Number of the member whose routes come by this channel, -1 if it is none. */
    int memberOf(int channel) {
        return channel < numbers.length ? numbers[channel] - 1 : -1;
    }

    private void renumber() {
        Arrays.fill(numbers, 0);
        for (int i = 0; i < members.size(); i++) {
            int channel = members.get(i).channel();
            if (channel >= numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(channel + 1, numbers.length * 2));
            }
            numbers[channel] = i + 1;
        }
    }
}
