package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapTrimTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "nothing happens, '10 10 10 10 10', 0",
        "a trickle below the bound, '10 10.1 10.2 10.3', 0",
        "still busy, '10 30 50 70', 0",
        "a burst and then quiet, '10 30 50 50 50', 1",
        "too small a burst, '10 17 17 17', 0",
        "small against a large heap, '500 530 530 530', 0",
        "many small steps add up, '10 12 14 16 18 20 20', 1",
        "young collections in between, '10 30 11 31 31', 1",
        "two bursts, '10 40 40 40 70 70 70', 2",
        "young collections hide what there was (*), '10 12* 12', 0",
        "enough of them, '10 12* 11* 12* 12', 1",
        "routes that went leave the heap as it is, '150/0 150/130 150/130 150/0 150/0', 1",
        "a few routes that went, '150/0 150/10 150/10 150/4 150/4', 0",
        "a heap that has shrunk, '100 40 40', 1",
    })
    void collectsOnceAfterABurst(String name, String megabytes, int collections) {
        String[] samples = megabytes.split(" ", -1);
        AtomicLong used = new AtomicLong(bytes(samples[0].split("/", -1)[0]));
        AtomicLong held = new AtomicLong();
        AtomicBoolean young = new AtomicBoolean();
        AtomicInteger collected = new AtomicInteger();
        HeapTrim trim = new HeapTrim(
                used::get, held::get, () -> 0, () -> young.getAndSet(false), collected::incrementAndGet, () -> {});
        for (String sample : samples) {
            young.set(sample.endsWith("*"));
            String[] heap = sample.replace("*", "").split("/", -1);
            used.set(bytes(heap[0]));
            held.set(heap.length > 1 ? bytes(heap[1]) : 0);
            trim.sample();
        }
        assertThat(collected.get()).as(name).isEqualTo(collections);
    }

    @ParameterizedTest(name = "a heap of {0} MB after the start: {1}")
    @CsvSource({"9, 0", "17, 0", "30, 1"})
    void collectsAfterAStartThatReadMuch(String megabytes, int collections) {
        AtomicInteger collected = new AtomicInteger();
        HeapTrim trim = new HeapTrim(
                () -> bytes(megabytes), () -> 0, () -> 0, () -> false, collected::incrementAndGet, () -> {});
        trim.afterStart().sample();
        assertThat(collected.get()).isEqualTo(collections);
    }

    /**
     * A look is what the heap has in use, in MB, and the processor time since the look before, in ms. What comes of it
     * ends in {@code .} if the daemon is at rest by then.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a burst, '30/400 30/20 30/20 30/1', - heap+pages pages. .",
        "a burst in two parts, '30/400 30/20 34/300 34/20 34/20 34/1', - heap+pages - pages pages. .",
        "too small a burst to collect, '14/250 14/20 14/20 14/1', - pages pages. .",
        "compilers are at work after it, '30/400 30/300 30/20 30/20 30/1', - heap pages pages. .",
        "work that allocates next to nothing, '10/90 10/90 10/90 10/20 10/1', . . pages pages. .",
        "… and has all processors, '10/300 10/300 10/20 10/20 10/1', - - pages pages. .",
        "what a release brings back is no burst, '10/250 10/20 10/90 10/90 10/1', - pages pages. . .",
        "nothing happens, '10/1 10.1/1 10.2/1', . . .",
    })
    void letsGoOfPagesAtTheFirstTwoLooksThatFindNoWork(String name, String looks, String expected) {
        AtomicLong used = new AtomicLong(bytes("10"));
        AtomicLong clock = new AtomicLong();
        List<String> done = new ArrayList<>();
        HeapTrim trim = new HeapTrim(
                used::get, () -> 0, clock::get, () -> false, () -> done.add("heap"), () -> done.add("pages"));
        List<String> all = new ArrayList<>();
        for (String look : looks.split(" ", -1)) {
            String[] parts = look.split("/", -1);
            used.set(bytes(parts[0]));
            clock.addAndGet(Long.parseLong(parts[1]) * 1000);
            boolean rests = trim.sample();
            String came = String.join("+", done) + (rests ? "." : "");
            all.add(came.isEmpty() ? "-" : came);
            done.clear();
        }
        assertThat(String.join(" ", all)).as(name).isEqualTo(expected);
    }

    /** Else what a release allocates would be worth another one, and no look would ever be quiet. */
    @Test
    void whatAReleaseAllocatesAndTakesIsNoWork() {
        AtomicLong used = new AtomicLong(bytes("30"));
        AtomicLong clock = new AtomicLong();
        AtomicInteger releases = new AtomicInteger();
        HeapTrim trim = new HeapTrim(used::get, () -> 0, clock::get, () -> false, () -> {}, () -> {
            used.addAndGet(1 << 20);
            clock.addAndGet(300_000);
            releases.incrementAndGet();
        });
        assertThat(trim.sample()).isTrue();
        trim.letGo();
        assertThat(trim.sample()).isTrue();
        assertThat(releases.get()).isEqualTo(1);
    }

    private static long bytes(String megabytes) {
        return (long) (Double.parseDouble(megabytes) * (1 << 20));
    }
}
