package org.jbgp.daemon.rib.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A path keeps what is known of it, whether its chunk is narrow or wide, and takes no more than it needs. */
class PathStoreTest {
    private static final int MANY = 100_000;
    private static final int ONE = 7;
    private static final int OTHER = 1_000_000;
    /** Eight years. */
    private static final int LATE = (1 << 28) - 2;

    private final PathStore paths = new PathStore();

    @Test
    void pathsOfOneChannelTakeEightBytes() {
        fill(ONE);
        assertThat(paths.heldBytes()).isBetween(8L * MANY, 8L * MANY + (1 << 14));
        assertThat(paths.capacityBytes()).isEqualTo(paths.heldBytes());
        for (int path = 1; path <= MANY; path++) {
            assertPath(path, path * 3, ONE, 0, path);
        }
    }

    @Test
    void aTableOfAnotherChannelBehindThemLeavesItsOwnPathsNarrow() {
        fill(ONE);
        fill(OTHER);
        for (int path = 1; path <= MANY; path++) {
            paths.setNext(path, MANY + path);
        }
        // Some chunks after the one that both share start wide.
        assertThat(paths.heldBytes()).isBetween(24L * MANY, 24L * MANY + (1 << 18));
        for (int path = 1; path <= MANY; path++) {
            assertPath(path, path * 3, ONE, MANY + path, path);
            assertPath(MANY + path, path * 3, OTHER, 0, path);
        }
    }

    @Test
    void channelsInTurnTakeSixteenBytesNearlyFromTheStart() {
        for (int i = 0; i < MANY; i++) {
            allocate(i, i % 2 == 0 ? ONE : OTHER, i);
        }
        assertThat(paths.heldBytes()).isBetween(16L * MANY, 16L * MANY + (1 << 15));
    }

    @Test
    void chunksAreNarrowAgainOnceTheyWereEmpty() {
        int kept = allocate(1, ONE, 0);
        for (int i = 0; i < MANY; i++) {
            allocate(i, i % 2 == 0 ? ONE : OTHER, i);
        }
        for (int path = MANY + 1; path > kept; path--) {
            paths.free(path);
        }
        fill(OTHER);
        // The first chunk stays wide, and the one after it begins with the spare one.
        assertThat(paths.heldBytes()).isLessThan(12L * MANY);
        assertPath(kept, 1, ONE, 0, 0);
    }

    @Test
    void flagsAreApartFromTheTime() {
        int path = paths.allocate(1, ONE, OTHER, 5, LATE);
        assertThat(paths.sender(path)).isEqualTo(OTHER);
        assertThat(paths.carried(path)).isTrue();
        assertThat(paths.fresh(path)).isTrue();
        paths.setPassedOn(path);
        paths.setStale(path, true);
        paths.setMet(path, true);
        assertThat(paths.fresh(path)).isFalse();
        assertThat(paths.changed(path)).isEqualTo(LATE);
        paths.setAttributes(path, 2, 0);
        assertThat(paths.stale(path)).isTrue();
        assertThat(paths.met(path)).isTrue();
        assertThat(paths.fresh(path)).isTrue();
        assertThat(paths.carried(path)).isTrue();
        assertThat(paths.changed(path)).isZero();
        assertThat(paths.attributes(path)).isEqualTo(2);
        assertThat(paths.pathId(path)).isEqualTo(5);
    }

    /** Against a model of maps. */
    @Test
    void itIsAsAMapWouldBe() {
        record Known(int attributes, int channel, int next, int changed) {}
        Map<Integer, Known> model = new HashMap<>();
        Random random = new Random(1);
        for (int step = 0; step < 300_000; step++) {
            int path = 1 + random.nextInt(20_000);
            Known known = model.get(path);
            boolean grows = step / 50_000 % 2 == 0;
            if (known == null && grows) {
                Known fresh = new Known(random.nextInt(), step < 100_000 ? ONE : 1 + random.nextInt(2), 0, step);
                int given = paths.allocate(fresh.attributes, fresh.channel, fresh.channel, 0, step);
                assertThat(model.put(given, fresh)).isNull();
            } else if (known != null && !grows) {
                paths.free(path);
                model.remove(path);
            } else if (known != null && random.nextInt(50) == 0) {
                paths.setNext(path, step);
                model.put(path, new Known(known.attributes, known.channel, step, known.changed));
            }
        }
        assertThat(paths.size()).isEqualTo(model.size());
        for (int path = 1; path < paths.limit(); path++) {
            Known known = model.get(path);
            assertThat(paths.inUse(path)).isEqualTo(known != null);
            if (known != null) {
                assertPath(path, known.attributes, known.channel, known.next, known.changed);
            }
        }
    }

    private void fill(int channel) {
        for (int i = 1; i <= MANY; i++) {
            allocate(i * 3, channel, i);
        }
    }

    private int allocate(int attributes, int channel, int changed) {
        return paths.allocate(attributes, channel, channel, 0, changed);
    }

    private void assertPath(int path, int attributes, int channel, int next, int changed) {
        assertThat(paths.inUse(path)).isTrue();
        assertThat(paths.attributes(path)).isEqualTo(attributes);
        assertThat(paths.channel(path)).isEqualTo(channel);
        assertThat(paths.sender(path)).isEqualTo(channel);
        assertThat(paths.next(path)).isEqualTo(next);
        assertThat(paths.changed(path)).isEqualTo(changed);
    }
}
