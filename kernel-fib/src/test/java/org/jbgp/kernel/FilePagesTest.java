package org.jbgp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jbgp.kernel.FilePages.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePagesTest {
    private static final String SMAPS = """
            %s
            Size:              16384 kB
            KernelPageSize:        4 kB
            Rss:                %s kB
            Pss:                 100 kB
            Anonymous:             %s kB
            Swap:                  %s kB
            VmFlags: rd ex mr mw me
            ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
            Rss:                   0 kB
            Anonymous:             0 kB
            VmFlags: ex
            """;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "code of a library, r-xp, 00:1f 12 /lib/libjvm.so, 5000, 0, 0, true",
        "the cache, r--p, 00:1f 12 /lib/jbgpd.aot, 5000, 0, 0, true",
        "a file that all who map it share, r--s, 00:1f 12 /lib/modules, 5000, 0, 0, true",
        "a table that was relocated, r--p, 00:1f 12 /lib/libjvm.so, 5000, 4, 0, false",
        "a table that was relocated and swapped out, r--p, 00:1f 12 /lib/libjvm.so, 5000, 0, 4, false",
        "a library that may be unmapped meanwhile, r-xp, 00:1f 12 /lib/libnss_x.so.2, 5000, 0, 0, false",
        "a file that is gone, r--p, 00:1f 12 /lib/jbgpd.aot (deleted), 5000, 0, 0, false",
        "data, rw-p, 00:1f 12 /lib/libjvm.so, 5000, 0, 0, false",
        "no file, r--p, 00:00 0, 5000, 0, 0, false",
        "nothing of it is in memory, r--p, 00:1f 12 /lib/libjvm.so, 0, 0, 0, false",
    })
    void onlyWhatIsInItsFileIsReleased(
            String name, String rights, String file, int resident, int anonymous, int swapped, boolean released)
            throws IOException {
        String head = "7f0000000000-7f0001000000 " + rights + " 00000000 " + file;
        String smaps = SMAPS.formatted(head, resident, anonymous, swapped);
        Mapping whole = new Mapping(0x7f00_0000_0000L, 16 << 20, (long) resident << 10);
        assertThat(FilePages.releasable(new StringReader(smaps))).isEqualTo(released ? List.of(whole) : List.of());
    }

    @Test
    void smallMappingsAreLeftAlone() throws IOException {
        String smaps = SMAPS.formatted("7f0000000000-7f0000001000 r--p 00000000 00:1f 12 /lib/libjvm.so", 4, 0, 0);
        assertThat(FilePages.releasable(new StringReader(smaps))).isEmpty();
    }

    /** Else it would be work of the router, after which pages are released once more. */
    @Test
    void readingAllocatesNextToNothing() throws IOException {
        String rest = " r--p 00000000 00:1f 12 /lib/libjvm.so";
        String smaps =
                SMAPS.formatted("7f0000000000-7f0000001000" + rest, 4, 0, 0).repeat(1_000)
                        + SMAPS.formatted("7f0000000000-7f0001000000" + rest, 5000, 0, 0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Mapping> found = FilePages.releasable(new StringReader(smaps));
        assertThat(found).hasSize(1);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(FilePages.releasable(new StringReader(smaps))).isEqualTo(found);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes for %,d", smaps.length())
                .isLessThan(100_000);
    }

    @Test
    void whatThisProcessHasMappedIsReleasedAndWorksOn() throws IOException {
        assertThat(FilePages.release()).isPositive();
        System.gc();
        assertThat(FilePages.mappings()).isNotEmpty();
    }

    @Test
    void theyAreReleasedAgainOnlyWhenSomeHaveComeBack() throws IOException {
        FilePages.release();
        long again = 0;
        // A release touches pages itself; once it is warm it needs few of them.
        for (int i = 0; i < 20; i++) {
            again = FilePages.releaseAgain();
            if (again == 0) {
                break;
            }
        }
        assertThat(again).isZero();
    }
}
