package org.jbgp.daemon.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whom the guard stops, and whom it lets wait. */
class MemoryGuardTest {
    private static final long MB = 1 << 20;

    private final Map<String, Long> bytes = new HashMap<>();
    private final List<String> ended = new ArrayList<>();
    private final List<Runnable> work = new ArrayList<>();
    private long garbage;
    private long others = 10 * MB;

    private final MemoryGuard guard = new MemoryGuard(
            new MemoryGuard.Heap() {
                @Override
                public long used() {
                    return others + garbage + routes();
                }

                @Override
                public void collect() {
                    garbage = 0;
                }
            },
            new MemoryBudget(100 * MB),
            new MemoryGuard.Holders() {
                @Override
                public Map<String, Long> bytes() {
                    return Map.copyOf(bytes);
                }

                @Override
                public void end(String protocol) {
                    ended.add(protocol);
                    bytes.put(protocol, 0L);
                }
            },
            work::add);

    private long routes() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private void look() {
        List<Runnable> due = List.copyOf(work);
        work.clear();
        due.forEach(Runnable::run);
    }

    private void has(String protocol, long megabytes) {
        bytes.put(protocol, megabytes * MB);
    }

    @Test
    void garbageIsNobodysFault() {
        has("a", 30);
        garbage = 45 * MB;
        List<String> resumed = new ArrayList<>();
        assertThat(guard.admits(() -> resumed.add("a"))).isFalse();
        assertThat(resumed).isEmpty();
        look();
        assertThat(resumed).containsExactly("a");
        assertThat(ended).isEmpty();
        assertThat(guard.level()).isEqualTo(MemoryGuard.Level.FINE);
    }

    @Test
    void whoGrowsAfterTheWarningIsStoppedAndNotWhoHasMost() {
        has("table", 50);
        has("hostile", 11);
        assertThat(guard.admits(() -> {})).isTrue();
        look();
        assertThat(guard.level()).isEqualTo(MemoryGuard.Level.WARNING);
        has("hostile", 22);
        assertThat(guard.admits(() -> {})).isFalse();
        look();
        assertThat(ended).containsExactly("hostile");
        assertThat(guard.level()).isEqualTo(MemoryGuard.Level.FINE);
    }

    @Test
    void asManyAsItTakes() {
        has("one", 40);
        has("two", 45);
        has("three", 5);
        others = 40 * MB;
        guard.sample();
        look();
        assertThat(ended).containsExactly("two", "one");
        assertThat(guard.admits(() -> {})).isTrue();
    }

    @Test
    void withNobodyToBlameAllGoOn() {
        others = 90 * MB;
        List<String> resumed = new ArrayList<>();
        assertThat(guard.admits(() -> resumed.add("a"))).isFalse();
        look();
        assertThat(resumed).containsExactly("a");
        assertThat(guard.level()).isEqualTo(MemoryGuard.Level.CEILING);
        others = 10 * MB;
        guard.sample();
        look();
        guard.sample();
        assertThat(work).isEmpty();
    }
}
