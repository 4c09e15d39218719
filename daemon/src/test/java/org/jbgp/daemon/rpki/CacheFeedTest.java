package org.jbgp.daemon.rpki;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.daemon.policy.validity.LiveValidity;
import org.jbgp.daemon.policy.validity.RoaStore.Staged;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.rpki.wire.Pdu;
import org.junit.jupiter.api.Test;

/** What the options of a cache's channels do to what it says. */
class CacheFeedTest {
    private final LiveValidity live = new LiveValidity();
    private final List<RouteLimit> hit = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();

    private static RpkiConfig config(String channel, String options) {
        return (RpkiConfig) ConfigurationLoader.loadText(
                        "test",
                        "router id 1.1.1.1; protocol device { } roa4 table r4; roa6 table r6;\n"
                                + "protocol rpki c { roa4 { table r4; " + channel + " }; remote 10.0.0.1; " + options
                                + " }\n",
                        Optional.of(Dialect.BIRD_2))
                .configuration()
                .orElseThrow()
                .protocol("c")
                .orElseThrow();
    }

    private CacheFeed feed(String channel, String options) {
        return new CacheFeed(config(channel, options), live, hit::add, each -> changed.add(each.toString()));
    }

    private static Pdu.Prefix roa(int first, int max, boolean announced) {
        return new Pdu.Prefix(announced, true, 0, (long) first << 24, 8, max, 65001);
    }

    private int state(int first, int length) {
        return live.roas("r4", true).check(0, (long) first << 24, length, 65001);
    }

    private static FedChannel channel(CacheFeed feed) {
        return feed.channels().getFirst();
    }

    @Test
    void anImportFilterLetsInWhatItAccepts() {
        CacheFeed feed =
                feed("import filter { if net ~ [ 10.0.0.0/8+ ] then accept; reject; }; import keep filtered;", "");
        feed.beginSet();
        assertThat(feed.prefix(roa(10, 16, true))).isEqualTo(Staged.TAKEN);
        assertThat(feed.prefix(roa(11, 16, true))).isEqualTo(Staged.TAKEN);
        assertThat(feed.prefix(roa(11, 16, true))).as("held though refused").isEqualTo(Staged.DUPLICATE);
        feed.commit();
        assertThat(List.of(state(10, 8), state(11, 8))).containsExactly(1, 0);
        assertThat(changed).containsExactly("1 prefix of r4");
        assertThat(channel(feed).counters().imported).isEqualTo(1);
        assertThat(channel(feed).counters().filteredKept).isEqualTo(1);
        feed.configure(config("import all;", ""));
        assertThat(List.of(state(10, 8), state(11, 8))).containsExactly(1, 1);
        feed.leave();
        assertThat(live.roas("r4", true).size()).isZero();
    }

    @Test
    void anImportLimitKeepsTheRestOut() {
        CacheFeed feed = feed("import limit 1 action block;", "");
        feed.beginSet();
        feed.prefix(roa(10, 16, true));
        feed.prefix(roa(11, 16, true));
        feed.commit();
        assertThat(channel(feed).counters().imported).isEqualTo(1);
        assertThat(channel(feed).limits().hit()).containsExactly(RouteLimit.Kind.IMPORT);
        assertThat(hit).isEmpty();
    }

    @Test
    void aReceiveLimitStopsTheProtocol() {
        CacheFeed feed = feed("receive limit 1 action disable;", "");
        feed.beginSet();
        feed.prefix(roa(10, 16, true));
        assertThat(hit).isEmpty();
        assertThat(feed.prefix(roa(11, 16, true))).isEqualTo(Staged.TAKEN);
        assertThat(hit).hasSize(1).first().returns(RouteLimit.Kind.RECEIVE, RouteLimit::kind);
        assertThat(feed.prefix(roa(11, 16, false)))
                .as("kept out, so not unknown")
                .isEqualTo(Staged.TAKEN);
    }

    @Test
    void withoutMaximalLengthsSeveralRecordsAreOne() {
        CacheFeed feed = feed("", "ignore max length;");
        feed.beginSet();
        assertThat(feed.prefix(roa(10, 8, true))).isEqualTo(Staged.TAKEN);
        assertThat(feed.prefix(roa(10, 16, true))).isEqualTo(Staged.TAKEN);
        feed.commit();
        assertThat(state(10, 32)).isEqualTo(1);
        feed.beginChanges();
        feed.prefix(roa(10, 8, false));
        feed.commit();
        assertThat(state(10, 32)).as("one of them is left").isEqualTo(1);
        feed.beginChanges();
        feed.prefix(roa(10, 16, false));
        feed.abort();
        assertThat(state(10, 32)).isEqualTo(1);
        feed.beginChanges();
        assertThat(feed.prefix(roa(10, 16, false))).isEqualTo(Staged.TAKEN);
        assertThat(feed.prefix(roa(10, 16, false))).isEqualTo(Staged.UNKNOWN);
        feed.commit();
        assertThat(state(10, 32)).isEqualTo(0);
    }

    @Test
    void familiesWithoutAChannelAreLeftOut() {
        CacheFeed feed = feed("", "");
        feed.beginSet();
        Pdu.Prefix six = new Pdu.Prefix(true, false, 0x2001L << 48, 0, 16, 32, 65001);
        assertThat(List.of(feed.prefix(six), feed.prefix(six), feed.aspa(new Pdu.Aspa(true, 1, 2))))
                .containsOnly(Staged.TAKEN);
        feed.commit();
        assertThat(live.roas("r6", false).size()).isZero();
        assertThat(changed).isEmpty();
    }
}
