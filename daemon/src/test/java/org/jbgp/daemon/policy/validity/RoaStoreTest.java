package org.jbgp.daemon.policy.validity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jbgp.config.filter.value.Net;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.validity.RoaStore.Staged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoaStoreTest {
    private static final RoaStore.Changes NOBODY = (ip4, hi, lo, length) -> {};

    private final LiveValidity live = new LiveValidity();
    private final RoaStore store = live.roas("r4", true);
    private final RoaSource one = store.join("one", RouteSource.Kind.RTS_RPKI, 100);
    private final RoaSource two = store.join("two", RouteSource.Kind.RTS_RPKI, 100);

    private int state(long lo, int length, int asn) {
        return store.check(0, lo, length, asn);
    }

    @Test
    void stagedChangesAreSeenWhenCommitted() {
        one.beginSet();
        assertThat(one.announce(0, 0x0A000000, 8, 16, 65001)).isEqualTo(Staged.TAKEN);
        assertThat(one.announce(0, 0x0A000000, 8, 16, 65001)).isEqualTo(Staged.DUPLICATE);
        assertThat(one.withdraw(0, 0x0A000000, 8, 16, 65002)).isEqualTo(Staged.UNKNOWN);
        assertThat(state(0x0A000000, 16, 65001)).isEqualTo(RoaStore.UNKNOWN);
        List<String> changes = new ArrayList<>();
        one.commit(RoaStore.Filter.ALL, (ip4, hi, lo, length) -> changes.add(Long.toHexString(lo) + "/" + length));
        assertThat(changes).containsExactly("a000000/8");
        assertThat(state(0x0A000000, 16, 65001)).isEqualTo(RoaStore.VALID);
        assertThat(state(0x0A000000, 24, 65001)).isEqualTo(RoaStore.INVALID);
        assertThat(state(0x0B000000, 24, 65001)).isEqualTo(RoaStore.UNKNOWN);
    }

    @Test
    void aSetThatWasNotCompletedChangesNothing() {
        one.beginSet();
        one.announce(0, 0x0A000000, 8, 8, 65001);
        one.commit(RoaStore.Filter.ALL, NOBODY);
        one.beginSet();
        one.announce(0, 0x0B000000, 8, 8, 65001);
        one.abort();
        assertThat(state(0x0A000000, 8, 65001)).isEqualTo(RoaStore.VALID);
        assertThat(state(0x0B000000, 8, 65001)).isEqualTo(RoaStore.UNKNOWN);
        one.beginChanges();
        assertThat(one.withdraw(0, 0x0A000000, 8, 8, 65001)).isEqualTo(Staged.TAKEN);
        assertThat(one.announce(0, 0x0C000000, 8, 8, 65001)).isEqualTo(Staged.TAKEN);
        one.abort();
        assertThat(one.held()).isEqualTo(1);
        assertThat(state(0x0A000000, 8, 65001)).isEqualTo(RoaStore.VALID);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void whatTwoSourcesBringStaysUntilBothLetGo() {
        for (RoaSource source : List.of(one, two)) {
            source.beginSet();
            source.announce(0, 0x0A000000, 8, 8, 65001);
        }
        List<String> changes = new ArrayList<>();
        RoaStore.Changes count = (ip4, hi, lo, length) -> changes.add("changed");
        one.commit(RoaStore.Filter.ALL, count);
        two.commit(RoaStore.Filter.ALL, count);
        assertThat(changes).hasSize(1);
        assertThat(one.best() + two.best()).isEqualTo(1);
        one.leave(count);
        assertThat(changes).hasSize(1);
        assertThat(two.best()).isEqualTo(1);
        assertThat(state(0x0A000000, 8, 65001)).isEqualTo(RoaStore.VALID);
        two.clear(count);
        assertThat(changes).hasSize(2);
        assertThat(store.size()).isZero();
    }

    @Test
    void whatItsFilterRefusesIsHeldAndNotShown() {
        one.beginSet();
        one.announce(0, 0x0A000000, 8, 8, 65001);
        one.announce(0, 0x0B000000, 8, 8, 65002);
        one.commit(roa -> roa.asn() == 65001, NOBODY);
        assertThat(one.held()).isEqualTo(2);
        assertThat(one.shown()).isEqualTo(1);
        assertThat(state(0x0B000000, 8, 1)).isEqualTo(RoaStore.UNKNOWN);
        one.filterAgain(RoaStore.Filter.ALL, NOBODY);
        assertThat(state(0x0B000000, 8, 1)).isEqualTo(RoaStore.INVALID);
        one.beginChanges();
        assertThat(one.withdraw(0, 0x0B000000, 8, 8, 65002)).isEqualTo(Staged.TAKEN);
        one.commit(RoaStore.Filter.ALL, NOBODY);
        assertThat(state(0x0B000000, 8, 1)).isEqualTo(RoaStore.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysWhatATableOfTheSameSays(boolean ip4) {
        Random random = new Random(7);
        RoaStore tested = live.roas("random", ip4);
        RoaSource a = tested.join("a", RouteSource.Kind.RTS_RPKI, 1);
        RoaSource b = tested.join("b", RouteSource.Kind.RTS_RPKI, 2);
        Set<RoaStore.Roa> ofA = new HashSet<>();
        Set<RoaStore.Roa> ofB = new HashSet<>();
        for (int round = 0; round < 60; round++) {
            change(random, a, ofA, ip4);
            change(random, b, ofB, ip4);
            Set<RoaStore.Roa> all = new HashSet<>(ofA);
            all.addAll(ofB);
            assertThat(tested.size()).isEqualTo(all.size());
            assertThat(a.shown()).isEqualTo(ofA.size());
            assertThat(a.best() + b.best()).isEqualTo(all.size());
            for (int i = 0; i < 200; i++) {
                RoaStore.Roa asked = random(random, ip4);
                assertThat(tested.check(asked.hi(), asked.lo(), asked.length(), asked.asn()))
                        .isEqualTo(state(all, asked));
            }
        }
        Set<RoaStore.Roa> seen = new HashSet<>();
        tested.each((roa, source, best) -> seen.add(roa));
        ofA.addAll(ofB);
        assertThat(seen).isEqualTo(ofA);
    }

    /** RFC 6811 §2 and RFC 6483 §4, word by word. */
    private static int state(Set<RoaStore.Roa> all, RoaStore.Roa asked) {
        int state = RoaStore.UNKNOWN;
        for (RoaStore.Roa roa : all) {
            if (roa.net().contains(asked.ip4(), asked.hi(), asked.lo(), asked.length())) {
                boolean matches = asked.asn() != 0 && roa.asn() == asked.asn() && asked.length() <= roa.maxLength();
                state = matches || state == RoaStore.VALID ? RoaStore.VALID : RoaStore.INVALID;
            }
        }
        return state;
    }

    private static void change(Random random, RoaSource source, Set<RoaStore.Roa> model, boolean ip4) {
        boolean full = random.nextInt(4) == 0;
        Set<RoaStore.Roa> next = new HashSet<>(full ? Set.of() : model);
        if (full) {
            source.beginSet();
        } else {
            source.beginChanges();
        }
        for (int i = 0; i < 100; i++) {
            RoaStore.Roa roa = random(random, ip4);
            if (random.nextBoolean()) {
                Staged staged = source.announce(roa.hi(), roa.lo(), roa.length(), roa.maxLength(), roa.asn());
                assertThat(staged).isEqualTo(next.add(roa) ? Staged.TAKEN : Staged.DUPLICATE);
            } else {
                Staged staged = source.withdraw(roa.hi(), roa.lo(), roa.length(), roa.maxLength(), roa.asn());
                assertThat(staged).isEqualTo(next.remove(roa) ? Staged.TAKEN : Staged.UNKNOWN);
            }
        }
        if (random.nextInt(3) == 0) {
            source.abort();
        } else {
            source.commit(RoaStore.Filter.ALL, NOBODY);
            model.clear();
            model.addAll(next);
        }
        assertThat(source.held()).isEqualTo(model.size());
    }

    /** Few enough that many meet. */
    private static RoaStore.Roa random(Random random, boolean ip4) {
        int length = 4 + random.nextInt(4);
        int most = length + random.nextInt(2);
        long first = (long) random.nextInt(256) << (ip4 ? 24 : 56);
        return ip4
                ? new RoaStore.Roa(true, 0, first & Net.mask4(length), length, most, random.nextInt(3))
                : new RoaStore.Roa(false, first & Net.maskHi(length), 0, length, most, random.nextInt(3));
    }

    /** While others come and go, what stays is always found. */
    @Test
    void readersAreNeverToldNonsense() throws InterruptedException {
        one.beginSet();
        one.announce(0, 0x0A000000, 8, 24, 65001);
        one.commit(RoaStore.Filter.ALL, NOBODY);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                if (state(0x0A010000, 16, 65001) != RoaStore.VALID || state(0x0C000000, 8, 1) != RoaStore.UNKNOWN) {
                    wrong.set("another state");
                }
            }
        });
        for (int round = 0; round < 20; round++) {
            two.beginSet();
            for (int i = 0; i < 5_000; i++) {
                two.announce(0, 0x0A000000 + ((long) i << 8), 24, 24, i + round);
            }
            two.commit(RoaStore.Filter.ALL, NOBODY);
            two.clear(NOBODY);
        }
        stop.set(true);
        reader.join();
        assertThat(wrong.get()).isNull();
        assertThat(store.size()).isEqualTo(1);
    }
}
