package org.jbgp.daemon.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.daemon.discovery.LinkDiscovery.Heard;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.junit.jupiter.api.Test;

/** Router discovery on one interface, in virtual time. */
class LinkDiscoveryTest {
    private static final long START = Long.MAX_VALUE - 5;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<String> sent = new ArrayList<>();
    /** When each advertisement went out, in seconds since the start. */
    private final List<Double> advertised = new ArrayList<>();

    private long now = START;
    private LinkDiscovery link = new LinkDiscovery(options(600, 200, 3, false, 1800, 4), new Random(1), now);

    private final LinkDiscovery.Output output = new LinkDiscovery.Output() {
        @Override
        public void advertise(int lifetime, KernelIp to) {
            sent.add("advertise " + lifetime + (to == null ? "" : " to " + to));
            if (to == null) {
                advertised.add((now - START) / 1e9);
            }
        }

        @Override
        public void solicit() {
            sent.add("solicit");
        }
    };

    private static RadvConfig.Interfaces options(
            int longest, int shortest, int delay, boolean unicast, int lifetime, int most) {
        return new RadvConfig.Interfaces(
                List.of(),
                new RadvConfig.Advertising(longest, shortest, delay, unicast, lifetime, RadvConfig.Preference.LOW),
                most);
    }

    private static KernelIp router(int number) {
        return new KernelIp(Family.IPV6, 0xfe80_0000_0000_0000L, number);
    }

    /** Lets so many seconds pass; how often somebody was lost. */
    private int pass(double seconds) {
        long end = now + (long) (seconds * SECOND);
        int lost = 0;
        while (link.due() - end <= 0) {
            now = link.due() - now > 0 ? link.due() : now;
            lost += link.act(now, output) ? 1 : 0;
        }
        now = end;
        return lost;
    }

    /** RFC 4861 §6.2.4, 6.3.7. */
    @Test
    void saysAtOnceThatItIsThereAndAsks() {
        pass(0);
        assertThat(sent).containsExactly("solicit", "advertise 1800");
        pass(60);
        assertThat(sent.stream().filter("solicit"::equals)).hasSize(3);
        assertThat(advertised).hasSize(4);
        for (int i = 1; i < 4; i++) {
            assertThat(advertised.get(i) - advertised.get(i - 1)).isLessThanOrEqualTo(16);
        }
        pass(3600);
        for (int i = 4; i < advertised.size(); i++) {
            assertThat(advertised.get(i) - advertised.get(i - 1)).isBetween(200.0, 600.0);
        }
    }

    @Test
    void whoIsHeardIsThereUntilItExpires() {
        pass(100);
        int before = advertised.size();
        assertThat(link.advertised(router(1), 30, now)).isEqualTo(Heard.FOUND);
        pass(1);
        // It may have come up since our last one.
        assertThat(advertised).hasSize(before + 1);
        assertThat(link.advertised(router(1), 30, now)).isEqualTo(Heard.KNOWN);
        assertThat(pass(29.5)).isZero();
        assertThat(link.routers()).containsOnlyKeys(router(1));
        assertThat(pass(1)).isOne();
        assertThat(link.routers()).isEmpty();
    }

    @Test
    void aLifetimeOfZeroTakesLeave() {
        pass(1);
        assertThat(link.advertised(router(1), 0, now)).isEqualTo(Heard.KNOWN);
        assertThat(link.advertised(router(1), 30, now)).isEqualTo(Heard.FOUND);
        assertThat(link.advertised(router(1), 0, now)).isEqualTo(Heard.LOST);
        assertThat(link.routers()).isEmpty();
        sent.clear();
        link.end(output);
        assertThat(sent).containsExactly("advertise 0");
    }

    @Test
    void nobodyElseIsAskedForOnceOneIsThere() {
        pass(0);
        assertThat(link.advertised(router(1), 30, now)).isEqualTo(Heard.FOUND);
        pass(60);
        assertThat(sent.stream().filter("solicit"::equals)).hasSize(1);
    }

    /** RFC 4861 §6.2.6: answers soon, and for all who asked at once. */
    @Test
    void whoAsksIsAnswered() {
        pass(100);
        int before = advertised.size();
        for (int i = 0; i < 1000; i++) {
            link.solicited(router(i), now, output);
            link.solicited(null, now, output);
            pass(0.01);
        }
        // 10 seconds with 3 between any two
        assertThat(advertised.size() - before).isBetween(3, 4);
        for (int i = before + 1; i < advertised.size(); i++) {
            assertThat(advertised.get(i) - advertised.get(i - 1)).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void whoAsksIsAnsweredAlone() {
        link = new LinkDiscovery(options(600, 200, 3, true, 1800, 4), new Random(1), now);
        pass(100);
        sent.clear();
        for (int i = 0; i < 1000; i++) {
            link.solicited(router(7), now, output);
            pass(0.001);
        }
        assertThat(sent).hasSize(10).containsOnly("advertise 1800 to fe80::7");
        link.solicited(null, now, output);
        pass(3);
        assertThat(sent).last().isEqualTo("advertise 1800");
    }

    @Test
    void oneLinkHasSoManyRouters() {
        for (int i = 1; i <= 4; i++) {
            assertThat(link.advertised(router(i), 9000, now)).isEqualTo(Heard.FOUND);
        }
        assertThat(link.advertised(router(5), 9000, now)).isEqualTo(Heard.REFUSED);
        assertThat(link.advertised(router(4), 9000, now)).isEqualTo(Heard.KNOWN);
        assertThat(link.routers()).hasSize(4);
    }

    /** Who comes and goes with each message costs no more than so many in a minute. */
    @Test
    void flapping() {
        int found = 0;
        for (int i = 0; i < 60_000; i++) {
            found += link.advertised(router(i), 9000, now) == Heard.FOUND ? 1 : 0;
            Heard gone = link.advertised(router(i), 0, now);
            assertThat(gone).isNotEqualTo(Heard.FOUND);
            pass(0.001);
        }
        assertThat(found).isBetween(7, 8);
    }

    @Test
    void otherOptionsAreToldSoon() {
        pass(100);
        sent.clear();
        link.options(options(600, 200, 3, false, 9000, 4), now);
        pass(3);
        assertThat(sent).containsExactly("advertise 9000");
    }
}
