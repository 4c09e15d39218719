package org.jbgp.daemon.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.junit.jupiter.api.Test;

/** RFC 4271 section 9.2.2.2: the attributes of a route that stands for several. */
class SummingTest {
    private static final IpPrefix PREFIX = IpPrefix.parse("10.0.0.0/8").orElseThrow();

    private static AggregatorConfig.Aggregate aggregate(boolean asSet, boolean sameMed) {
        return new AggregatorConfig.Aggregate(PREFIX, false, asSet, sameMed);
    }

    private static byte[] route(int origin, int community, long med, long... path) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(origin);
        for (int i = path.length - 1; i >= 0; i--) {
            blob.prependAs(path[i], 1);
        }
        if (community != 0) {
            blob.addCommunity(community, false);
        }
        if (med >= 0) {
            blob.setMed(med);
        }
        return blob.toBytes();
    }

    /** The sum of routes, each in a sum of its own first, as shards have them. */
    private static byte[] sum(AggregatorConfig.Aggregate aggregate, byte[]... routes) {
        Summing all = new Summing();
        for (byte[] route : routes) {
            Summing one = new Summing();
            int path = AttributeBlob.find(route, 0, route.length, AttributeBlob.BGP, AttributeBlob.AS_PATH);
            boolean hasPath = path != AttributeBlob.ABSENT && AttributeBlob.valueLength(route, path) > 0;
            boolean atomic =
                    AttributeBlob.find(route, 0, route.length, AttributeBlob.BGP, AttributeBlob.ATOMIC_AGGREGATE)
                            != AttributeBlob.ABSENT;
            one.add(
                    AttributeBlob.u8(route, 0, route.length, AttributeBlob.BGP, AttributeBlob.ORIGIN, 0),
                    hasPath,
                    atomic);
            one.addMed(route, 0, route.length);
            if (Summing.needsLists(aggregate, hasPath)) {
                one.addLists(route, 0, route.length);
            }
            all.add(one);
        }
        return all.attributes(aggregate, 65000, 0x0A000001);
    }

    private static String path(byte[] blob) {
        int at = AttributeBlob.find(blob, 0, blob.length, AttributeBlob.BGP, AttributeBlob.AS_PATH);
        if (at == AttributeBlob.ABSENT) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        AsPath.appendTo(text, blob, AttributeBlob.value(at), AttributeBlob.valueLength(blob, at));
        return text.toString();
    }

    private static List<Integer> codes(byte[] blob) {
        List<Integer> codes = new ArrayList<>();
        for (int at = 0; at < blob.length; at = AttributeBlob.next(blob, at)) {
            if ((blob[at] & 0xF) == AttributeBlob.BGP) {
                codes.add(blob[at + 1] & 0xFF);
            }
        }
        return codes;
    }

    @Test
    void nothingOfNothing() {
        assertThat(sum(aggregate(false, false))).isEmpty();
    }

    @Test
    void originIsTheWorst() {
        byte[] igp = route(0, 0, -1);
        byte[] egp = route(1, 0, -1);
        byte[] incomplete = route(2, 0, -1);
        assertThat(AttributeBlob.u8(sum(aggregate(false, false), igp, egp), 0, 4 + 1, AttributeBlob.BGP, 1, 9))
                .isEqualTo(1);
        assertThat(AttributeBlob.u8(
                        sum(aggregate(false, false), incomplete, egp, igp), 0, 4 + 1, AttributeBlob.BGP, 1, 9))
                .isEqualTo(2);
    }

    /** RFC 4271 section 9.1.4: what leaves ASs out says so. RFC 9774: no AS_SET unless asked for. */
    @Test
    void withoutAsSetThePathIsLeftOut() {
        byte[] made = sum(aggregate(false, false), route(0, 5, -1, 65001, 65009), route(0, 6, -1, 65002));
        assertThat(path(made)).isEmpty();
        assertThat(codes(made))
                .containsExactly(AttributeBlob.ORIGIN, AttributeBlob.ATOMIC_AGGREGATE, AttributeBlob.AGGREGATOR);
    }

    /** RFC 1997: communities of all, if nothing is left out. */
    @Test
    void ownRoutesLoseNothing() {
        byte[] made = sum(aggregate(false, false), route(0, 5, -1), route(0, 6, -1), route(0, 5, -1));
        assertThat(codes(made))
                .containsExactly(AttributeBlob.ORIGIN, AttributeBlob.AGGREGATOR, AttributeBlob.COMMUNITY);
        int at = AttributeBlob.find(made, 0, made.length, AttributeBlob.BGP, AttributeBlob.COMMUNITY);
        assertThat(AttributeBlob.valueLength(made, at)).isEqualTo(8);
    }

    @Test
    void commonBeginningThenSet() {
        AggregatorConfig.Aggregate aggregate = aggregate(true, false);
        assertThat(path(sum(aggregate, route(0, 0, -1, 1, 2, 3), route(0, 0, -1, 1, 2, 4, 5), route(0, 0, -1, 1, 2))))
                .isEqualTo("1 2 {3 4 5}");
        assertThat(path(sum(aggregate, route(0, 0, -1, 1, 2), route(0, 0, -1, 2, 1))))
                .isEqualTo("{1 2}");
        assertThat(path(sum(aggregate, route(0, 0, -1, 1, 2), route(0, 0, -1, 1, 2))))
                .isEqualTo("1 2");
        assertThat(path(sum(aggregate, route(0, 0, -1, 1, 2), route(0, 0, -1)))).isEqualTo("{1 2}");
        assertThat(codes(sum(aggregate, route(0, 5, -1, 1, 2), route(0, 6, -1, 2, 1))))
                .containsExactly(
                        AttributeBlob.ORIGIN, AttributeBlob.AS_PATH, AttributeBlob.AGGREGATOR, AttributeBlob.COMMUNITY);
    }

    @Test
    void atomicStaysAtomic() {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.set(AttributeBlob.TRANSITIVE, AttributeBlob.ATOMIC_AGGREGATE, new byte[0]);
        assertThat(codes(sum(aggregate(true, false), blob.toBytes(), route(0, 0, -1, 7))))
                .contains(AttributeBlob.ATOMIC_AGGREGATE);
    }

    @Test
    void oneMedOrNone() {
        assertThat(sum(aggregate(false, true), route(0, 0, 5), route(0, 0, 6))).isEmpty();
        assertThat(sum(aggregate(false, true), route(0, 0, 5), route(0, 0, -1))).isEmpty();
        assertThat(codes(sum(aggregate(false, true), route(0, 0, 5), route(0, 0, 5))))
                .contains(AttributeBlob.MULTI_EXIT_DISC);
        assertThat(codes(sum(aggregate(false, true), route(0, 0, -1), route(0, 0, -1))))
                .doesNotContain(AttributeBlob.MULTI_EXIT_DISC);
        assertThat(codes(sum(aggregate(false, false), route(0, 0, 5), route(0, 0, 5))))
                .doesNotContain(AttributeBlob.MULTI_EXIT_DISC);
    }

    @Test
    void prefixesThatCover() {
        AggregateSet set = new AggregateSet(
                List.of(
                        new AggregatorConfig.Aggregate(PREFIX, false, false, false),
                        new AggregatorConfig.Aggregate(
                                IpPrefix.parse("10.1.0.0/16").orElseThrow(), false, false, false),
                        new AggregatorConfig.Aggregate(
                                IpPrefix.parse("0.0.0.0/0").orElseThrow(), false, false, false)),
                32);
        List<Integer> found = new ArrayList<>();
        set.covering(0, 0x0A010200L, 24, found::add);
        assertThat(found).containsExactly(2, 0, 1);
        found.clear();
        set.covering(0, 0x0A010000L, 16, found::add);
        assertThat(found).containsExactly(2, 0);
        assertThat(set.covers(0, 0, 0)).isFalse();
        assertThat(set.find(0, 0x0A000000L, 8)).isZero();

        AggregateSet six = new AggregateSet(
                List.of(new AggregatorConfig.Aggregate(
                        IpPrefix.parse("2001:db8::/65").orElseThrow(), false, false, false)),
                128);
        assertThat(six.covers(0x20010DB8_00000000L, 0x7FFF_0000_0000_0000L, 80)).isTrue();
        assertThat(six.covers(0x20010DB8_00000000L, 0x8000_0000_0000_0000L, 80)).isFalse();
    }
}
