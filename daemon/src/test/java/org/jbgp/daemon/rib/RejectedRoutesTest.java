package org.jbgp.daemon.rib;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last ones are remembered, the newest first, and no more than were asked for. */
class RejectedRoutesTest {
    private final RejectedRoutes routes = new RejectedRoutes();

    private static Channel channel(int id, String protocol, Policy policy) {
        return new Channel(
                id,
                RouteSource.local(protocol, RouteSource.Kind.RTS_BGP, 100),
                AddressFamily.IPV4_UNICAST,
                0,
                policy,
                null,
                0,
                Channel.Decision.DEFAULT,
                ImportRules.PLAIN);
    }

    private void reject(Channel channel, int from, int to) {
        for (int i = from; i < to; i++) {
            routes.note(channel, 0, 0, i, 24, new byte[] {(byte) i}, i);
        }
    }

    private List<Long> remembered(Channel channel) {
        List<Long> found = new ArrayList<>();
        routes.each(channel, (pathId, hi, lo, length, set, second) -> {
            assertThat(second).isEqualTo((int) lo);
            assertThat(set).containsExactly((byte) lo);
            assertThat(length).isEqualTo(24);
            found.add(lo);
        });
        return found;
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "8, 8", "8, 9", "10, 9", "10, 10", "10, 25", "64, 1000", "100, 101"})
    void theLastOnes(int most, int rejected) {
        Channel channel = channel(3, "up1", Policy.ALL);
        routes.remember(most);
        reject(channel, 0, rejected);
        List<Long> expected = new ArrayList<>();
        for (long i = rejected - 1L; i >= Math.max(0, rejected - most); i--) {
            expected.add(i);
        }
        assertThat(remembered(channel)).isEqualTo(expected);
    }

    @Test
    void anotherNumber() {
        Channel channel = channel(30, "up1", Policy.ALL);
        routes.remember(10);
        reject(channel, 0, 13);
        routes.remember(20);
        reject(channel, 13, 30);
        assertThat(remembered(channel)).startsWith(29L, 28L, 27L).hasSizeBetween(10, 20);
        routes.remember(5);
        assertThat(remembered(channel)).isEmpty();
        reject(channel, 30, 40);
        assertThat(remembered(channel)).containsExactly(39L, 38L, 37L, 36L, 35L);
    }

    /** A number is given to another protocol when the one that had it is gone. */
    @Test
    void aChannelOfAnotherProtocolHasNone() {
        routes.remember(10);
        reject(channel(1, "gone", Policy.ALL), 0, 5);
        assertThat(remembered(channel(1, "fresh", Policy.ALL))).isEmpty();
        reject(channel(1, "fresh", Policy.ALL), 7, 8);
        assertThat(remembered(channel(1, "fresh", Policy.ALL))).containsExactly(7L);
    }

    @Test
    void noneOfImportNoneNorWhenNotWanted() {
        assertThat(routes.wanted(channel(1, "up1", Policy.ALL))).isFalse();
        routes.remember(10);
        assertThat(routes.wanted(channel(1, "up1", Policy.ALL))).isTrue();
        assertThat(routes.wanted(channel(1, "up1", Policy.NONE))).isFalse();
    }

    @Test
    void noLargeSetIsKept() {
        assertThat(RejectedRoutes.copy(new byte[2000], 0, 1025)).isNull();
        assertThat(RejectedRoutes.copy(new byte[2000], 0, 1024)).hasSize(1024);
    }
}
