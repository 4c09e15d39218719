package org.jbgp.daemon.advertise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jbgp.daemon.advertise.GroupWorld.Path;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.junit.jupiter.api.Test;

/** A route that cannot be written for a neighbor is withdrawn there, counted, and named with its reason. */
class UnsentRoutesTest {
    private static final SessionEncoding ENCODING =
            SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, Set.of(AddressFamily.IPV4_UNICAST));

    private final GroupWorld world = new GroupWorld(ENCODING);

    UnsentRoutesTest() {
        world.group.join(world.members[0], () -> {});
        world.group.join(world.members[1], () -> {});
        world.settle();
    }

    /** Neighbor 1 announces a prefix with so many large communities. */
    private void send(long prefix, int communities) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.prependAs(65011, 1);
        blob.setNextHop4(0x0A00000B);
        blob.setLocalPref(100);
        if (communities > 0) {
            blob.set(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.LARGE_COMMUNITY, new byte[12 * communities]);
        }
        RouteBatch batch = new RouteBatch();
        batch.attributes(blob.array(), 0, blob.length());
        batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, 0x0A000000L + (prefix << 8), 24);
        world.apply(1, batch);
        world.settle();
    }

    private Offer offer(long prefix) {
        TableSlice table = world.shard.table(GroupWorld.TABLE);
        int number = table.index().find(0, 0x0A000000L + (prefix << 8), 24);
        return world.group.offer(world.members[0], table, number, table.head(number), PolicyRun.SILENT);
    }

    @Test
    void aRouteThatOutgrowsTheMessageIsWithdrawnAndComesBack() {
        send(7, 1);
        assertThat(world.neighbors[0].received).containsKey(new Path(7, 0));

        send(7, 400);
        assertThat(world.neighbors[0].received)
                .as("the old path would stay for good")
                .doesNotContainKey(new Path(7, 0));
        assertThat(world.group.announced(world.members[0])).isZero();
        assertThat(world.group.counters().unsent).isEqualTo(1);
        assertThat(world.group.counters().rejected).isEqualTo(1);
        assertThat(world.neighbors[0].unsent.get(7L))
                .isEqualTo("its attributes fill a message of 4851 bytes, the neighbor takes 4096");
        assertThat(world.neighbors[1].unsent).as("it is its own route").isEmpty();
        assertThat(offer(7).outcome()).isEqualTo(Offer.Outcome.UNSENDABLE);
        assertThat(offer(7).reason()).isEqualTo(world.neighbors[0].unsent.get(7L));

        send(7, 2);
        assertThat(world.neighbors[0].received).containsKey(new Path(7, 0));
        assertThat(world.group.counters().unsent).isZero();
        world.forgetEverything();
    }

    @Test
    void theLongestRouteThatFitsIsSent() {
        // Header 19, lengths 4, ORIGIN 4, AS_PATH 3 + 10, NEXT_HOP 7, LARGE_COMMUNITY 4 + 12 each, prefix 5.
        int most = (4096 - 19 - 4 - 4 - 13 - 7 - 4 - 5) / 12;
        send(7, most);
        assertThat(world.neighbors[0].received).containsKey(new Path(7, 0));
        send(7, most + 1);
        assertThat(world.neighbors[0].received).isEmpty();
        assertThat(world.group.counters().unsent).isEqualTo(1);
        world.forgetEverything();
        assertThat(world.group.counters().unsent).isZero();
    }

    @Test
    void whoJoinsLaterIsToldWhichRoutesItLacks() {
        send(7, 400);
        send(8, 400);
        world.group.join(world.members[2], () -> {});
        world.settle();
        assertThat(world.neighbors[2].unsent).containsOnlyKeys(7L, 8L);
    }

    @Test
    void withoutANextHopNothingCountsAsTold() {
        ExportSettings usual = GroupWorld.settings(ENCODING);
        ExportGroup group = world.group(new ExportSettings(
                usual.family(),
                usual.table(),
                usual.policy(),
                usual.encoding(),
                usual.relation(),
                new ExportSettings.NextHops(
                        Address.NONE,
                        usual.nextHop().format(),
                        usual.nextHop().self(),
                        usual.nextHop().keep(),
                        usual.nextHop().interfaceIndex(),
                        java.util.Optional.empty()),
                usual.attributes(),
                usual.single()));
        world.shard.attach(GroupWorld.TABLE, group, group::fed);
        group.join(world.members[3], () -> {});
        send(7, 0);
        assertThat(world.neighbors[3].received).isEmpty();
        assertThat(group.announced(world.members[3])).isZero();
        assertThat(world.neighbors[3].unsent.get(7L)).startsWith("this router has no IPv4 address to give as next hop");
    }

    @Test
    void ofSeveralPathsThoseThatFitAreTold() {
        SessionEncoding all = ENCODING.withAddPath(AddressFamily.IPV4_UNICAST);
        GroupWorld several = new GroupWorld(all);
        several.group.join(several.members[0], () -> {});
        several.settle();
        several.send(2, 7, 0, 1);
        several.send(1, 7, 0, 1);
        several.settle();
        assertThat(several.neighbors[0].received).hasSize(2);

        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.prependAs(65011, 1);
        blob.setNextHop4(0x0A00000B);
        blob.setLocalPref(100);
        blob.set(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.LARGE_COMMUNITY, new byte[12 * 400]);
        RouteBatch batch = new RouteBatch();
        batch.attributes(blob.array(), 0, blob.length());
        batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, 0x0A000000L + (7 << 8), 24);
        several.apply(1, batch);
        several.settle();
        assertThat(several.neighbors[0].received).hasSize(1);
        assertThat(several.group.counters().unsent).isEqualTo(1);
        assertThat(several.neighbors[0].unsent).containsOnlyKeys(7L);

        several.send(1, 7, 0, 1);
        several.settle();
        assertThat(several.neighbors[0].received).hasSize(2);
        assertThat(several.group.counters().unsent).isZero();
        several.forgetEverything();
    }
}
