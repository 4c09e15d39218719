package org.jbgp.daemon.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.ValidityTables;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.TestNeighbor;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;
import org.junit.jupiter.api.Test;

/** Routes of one prefix become fewer of it, however they come and go. */
class MergedRoutesTest {
    private static final int OWN = 9;
    private static final long PREFIX = 0x0A000000L;

    private final List<String> mistakes = new ArrayList<>();
    private final PolicyLog log = new PolicyLog() {
        @Override
        public void print(String line) {
            mistakes.add(line);
        }

        @Override
        public void error(String message) {
            mistakes.add(message);
        }
    };
    private final Shard shard = new Shard(0, () -> 0, LinkView.NONE, log, TestNeighbor.UNANSWERED);
    private final TableSlice from = shard.addTable(0, "from", AddressFamily.IPV4_UNICAST);
    private final TableSlice into = shard.addTable(1, "into", AddressFamily.IPV4_UNICAST);
    private MergedRoutes merged;

    private static RouteMerger.Rules rules(String options, PolicyLog log) {
        LoadResult loaded = ConfigurationLoader.loadText(
                "t",
                "ipv4 table t; ipv4 table u; attribute int weight2;\nprotocol aggregator a { table t; peer table u; export all; "
                        + options + " }",
                Optional.of(Dialect.BIRD_2));
        assertThat(loaded.errors()).isEmpty();
        AggregatorConfig config = (AggregatorConfig)
                loaded.configuration().orElseThrow().protocols().getFirst();
        return new RouteMerger.Rules(config.merging().orElseThrow(), ValidityTables.NONE, log);
    }

    private void merge(String options, int table) {
        for (int channel = 1; channel <= 4; channel++) {
            channel(channel, RouteSource.Kind.RTS_STATIC, 200 + channel, 0);
        }
        channel(OWN, RouteSource.Kind.RTS_AGGREGATED, 0, table);
        merged = new MergedRoutes(shard, from, OWN, new int[] {OWN, 0}, Policy.ALL, rules(options, log));
        shard.attach(0, merged, () -> {});
    }

    private void channel(int id, RouteSource.Kind kind, int preference, int table) {
        shard.putChannel(new Channel(
                id,
                RouteSource.local("p" + id, kind, preference),
                AddressFamily.IPV4_UNICAST,
                table,
                Policy.ALL,
                null,
                0,
                Channel.Decision.DEFAULT,
                ImportRules.PLAIN));
    }

    private void announce(int channel, long med, int community) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        if (med >= 0) {
            blob.setMed(med);
        }
        if (community != 0) {
            blob.addCommunity(community, false);
        }
        blob.setU8(AttributeBlob.ENGINE, AttributeBlob.DEST, Destination.BLACKHOLE.code());
        RouteBatch batch = new RouteBatch();
        batch.attributes(blob.array(), 0, blob.length());
        batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, PREFIX, 8);
        shard.apply(batch, new int[] {channel, 0}, null);
        shard.flush();
    }

    private void withdraw(int channel) {
        RouteBatch batch = new RouteBatch();
        batch.withdraw(AddressFamily.IPV4_UNICAST, 0, 0, PREFIX, 8);
        shard.apply(batch, new int[] {channel, 0}, null);
        shard.flush();
    }

    /** MED and number of communities of each merged route. */
    private List<String> made(TableSlice table) {
        List<String> routes = new ArrayList<>();
        int prefix = shard.index(AddressFamily.IPV4_UNICAST).find(0, PREFIX, 8);
        for (int path = prefix == 0 ? 0 : table.head(prefix); path != 0; path = table.next(path)) {
            if (shard.channelOf(path) == OWN) {
                int handle = shard.attributesOf(path);
                byte[] blob = shard.attributes().array(handle);
                int offset = shard.attributes().offset(handle);
                int length = shard.attributes().length(handle);
                int med = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.MULTI_EXIT_DISC);
                int list = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.COMMUNITY);
                routes.add((med == AttributeBlob.ABSENT ? "-" : "" + blob[AttributeBlob.value(med) + 3]) + "/"
                        + (list == AttributeBlob.ABSENT ? 0 : AttributeBlob.valueLength(blob, list) / 4));
            }
        }
        routes.sort(null);
        return routes;
    }

    private static final String SUM = "aggregate on net, (defined(bgp_med)); merge by { bgp_med = 0;"
            + " for route r in routes do { if ! defined(r.bgp_med) then { unset(bgp_med); accept; }"
            + " bgp_med = bgp_med + r.bgp_med; bgp_community = bgp_community.add(r.bgp_community); } accept; };";

    @Test
    void oneRouteOfEachGroup() {
        merge(SUM, 1);
        announce(1, 3, 7);
        announce(2, 4, 8);
        announce(3, -1, 9);
        assertThat(made(into)).containsExactly("-/0", "7/2");
        assertThat(merged.exported()).isEqualTo(3);
        announce(2, 5, 7);
        assertThat(made(into)).containsExactly("-/0", "8/1");
        // It goes from one group to the other.
        announce(2, -1, 7);
        assertThat(made(into)).containsExactly("-/0", "3/1");
        withdraw(1);
        assertThat(made(into)).containsExactly("-/0");
        withdraw(2);
        withdraw(3);
        assertThat(made(into)).isEmpty();
        assertThat(merged.exported()).isZero();
        assertThat(into.pathCount()).isZero();
        assertThat(merged.holds(1)).isFalse();
        assertThat(mistakes).isEmpty();
    }

    @Test
    void intoTheSameTable() {
        merge(SUM, 0);
        announce(1, 3, 7);
        announce(2, 4, 8);
        assertThat(made(from)).containsExactly("7/2");
        withdraw(1);
        assertThat(made(from)).containsExactly("4/1");
        withdraw(2);
        assertThat(from.pathCount()).isZero();
    }

    /** The best route is the first, the others follow in an order of their own. */
    @Test
    void bestFirst() {
        merge("aggregate on net; merge by { for route r in routes do { bgp_med = r.bgp_med; accept; } };", 1);
        announce(1, 1, 0);
        announce(3, 3, 0);
        announce(2, 2, 0);
        assertThat(made(into)).containsExactly("3/0");
        withdraw(3);
        assertThat(made(into)).containsExactly("2/0");
    }

    @Test
    void commonAttributesAreThereAlready() {
        merge("aggregate on net, bgp_med, bgp_community;", 1);
        announce(1, 1, 5);
        announce(2, 1, 5);
        announce(3, 2, 5);
        assertThat(made(into)).containsExactly("1/1", "2/1");
    }

    @Test
    void rejectedIsNotThere() {
        merge("aggregate on net, bgp_med; merge by { if bgp_med = 2 then reject; accept; };", 1);
        announce(1, 1, 0);
        announce(2, 2, 0);
        assertThat(made(into)).containsExactly("1/0");
        announce(1, 2, 0);
        assertThat(made(into)).isEmpty();
    }

    @Test
    void mistakesAreInTheLog() {
        merge("aggregate on net, bgp_med; merge by { bgp_med = 1 / (bgp_med - bgp_med); accept; };", 1);
        announce(1, 1, 0);
        assertThat(made(into)).isEmpty();
        assertThat(mistakes).hasSize(1);
        assertThat(mistakes.getFirst()).contains("merge by");
        mistakes.clear();
        merged.change(Policy.ALL, rules("aggregate on net; merge by { bgp_med = 1; };", log), null);
        announce(1, 2, 0);
        assertThat(mistakes.getFirst()).contains("did not say accept or reject");
    }

    @Test
    void printWritesTheRoutes() {
        merge("aggregate on net; merge by { print routes; accept; };", 1);
        announce(1, 1, 0);
        assertThat(mistakes.getFirst()).matches("Block of routes: 0: Route \\[\\d+\\] to 10\\.0\\.0\\.0/8 from p1");
    }

    @Test
    void otherRulesWhileItRuns() {
        merge(SUM, 1);
        announce(1, 3, 7);
        announce(2, 4, 8);
        merged.change(Policy.ALL, rules("aggregate on net, bgp_med;", log), null);
        shard.refeed(0, merged, () -> {});
        shard.flush();
        assertThat(made(into)).containsExactly("3/0", "4/0");
        merged.forget();
        assertThat(merged.exported()).isZero();
    }
}
