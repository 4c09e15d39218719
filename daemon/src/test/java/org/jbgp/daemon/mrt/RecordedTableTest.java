package org.jbgp.daemon.mrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.progress.Work;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of several dumps of one table in a file the last counts, its neighbors as well as its routes. */
class RecordedTableTest {
    @TempDir
    Path directory;

    private Path file;
    private final MrtBuffer bytes = new MrtBuffer(4096);
    private final List<String> routes = new ArrayList<>();
    /** BGP Identifier of the router that writes. */
    private int collector = 0x0A000001;

    @BeforeEach
    void name() {
        file = directory.resolve("rib.mrt");
    }

    /** The index of a dump of a table, with one neighbor. */
    private void index(String table, int asn) {
        bytes.begin(0, MrtCodes.TABLE_DUMP_V2, MrtCodes.PEER_INDEX_TABLE);
        bytes.put32(collector);
        bytes.put16(table.length());
        bytes.put(table.getBytes(StandardCharsets.US_ASCII));
        bytes.put16(1);
        bytes.put8(2);
        bytes.put32(0x0A000000 | asn);
        bytes.put32(0x0A000000 | asn);
        bytes.put32(asn);
        bytes.finish();
    }

    /** The route of 10.x.0.0/16 that the neighbor announced. */
    private void route(int second) {
        bytes.begin(0, MrtCodes.TABLE_DUMP_V2, MrtCodes.RIB_IPV4_UNICAST);
        bytes.put32(0);
        bytes.put8(16);
        bytes.put16(0x0A00 | second);
        bytes.put16(1);
        bytes.put16(0);
        bytes.put32(0);
        byte[] attributes = {0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, (byte) 0xFD, (byte) 0xE9, 0x40, 3, 4, 10, 0, 0, 2};
        bytes.put16(attributes.length);
        bytes.put(attributes);
        bytes.finish();
    }

    /** Tables, each with the last byte of its neighbor and of its routes, such as {@code master4/1:1,2 other/2:3}. */
    private void dumps(String text) throws IOException {
        for (String dump : text.split(" ", -1)) {
            String[] parts = dump.split("[/:]", -1);
            index(parts[0], Integer.parseInt(parts[1]));
            for (String route : parts[2].isEmpty() ? new String[0] : parts[2].split(",", -1)) {
                route(Integer.parseInt(route));
            }
        }
        Files.write(file, Arrays.copyOf(bytes.array(), bytes.length()));
    }

    private final class Routes implements RecordedRoutes.Sink {
        @Override
        public void route(
                RouteSource from, AddressFamily family, int id, long hi, long lo, int length, byte[] set, int size) {
            routes.add(from.peerAs() + ":" + (lo >> 16 & 0xFF));
        }

        @Override
        public void withdrawn(RouteSource from, AddressFamily family, int id, long hi, long lo, int length) {
            throw new AssertionError("nothing is withdrawn in a dump");
        }

        @Override
        public void down(RouteSource from) {
            throw new AssertionError("no session ends in a dump");
        }
    }

    private static final RecordedTable.Outcome WHOLE = new RecordedTable.Outcome(0, "");

    private RecordedTable.Outcome read() throws IOException {
        return RecordedRoutes.read(RecordedContents.of(file), new Routes());
    }

    /** Without its last bytes: what is whole counts, and of one table an older dump that is whole. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "master4/1:1,2 | 5 | 1:1 | record 3, which begins at byte 89: what is whole before is taken",
                "master4/1:1,2 master4/2:3,4 | 5 | 1:1 1:2 | record 6, which begins at byte 227: the last dump of table"
                        + " 'master4' is left out, and the one before it counts",
                "master4/1:1,2 master4/2:3 | 40 | 1:1 1:2 | record 5, which begins at byte 178: the last dump of table"
                        + " 'master4' is left out, and the one before it counts",
                "master4/1:1,2 master4/2: | 5 | 1:1 1:2 | record 4, which begins at byte 138: what is whole before is taken",
                "master4/1:1 other4/2:2,3 | 5 | 1:1 2:2 | record 5, which begins at byte 177: what is whole before is taken",
            })
    void aFileThatIsCutHasWhatIsWhole(String text, int less, String expected, String where) throws IOException {
        dumps(text);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - less));
        List<String> wanted = List.of(expected.split(" ", -1));
        RecordedTable.Outcome cut = new RecordedTable.Outcome(0, "the file ends in the middle of " + where);
        assertThat(read()).isEqualTo(cut);
        assertThat(routes).isEqualTo(wanted);
        routes.clear();
        try (Work work = new LongWork(() -> 0).begin(Progress.Kind.RECORDED, "rib", "bytes")) {
            assertThat(RecordedTable.read(file, work, new Routes())).isEqualTo(cut);
        }
        assertThat(routes).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "master4/1:1,2                             | 1:1 1:2     | 1",
                "master4/1:1,2 master4/1:2,3               | 1:2 1:3     | 1",
                "master4/1:1,2 master4/2:3                 | 2:3         | 2",
                "master4/1:1 master4/1:                    | ''          | 1",
                "master4/1:1 other4/2:2                    | 1:1 2:2     | 1 2",
                "master4/1:1 other4/2:2 master4/1:3 other4/3:4 | 1:3 3:4 | 1 3",
                "/1:1 /2:2                                 | 2:2         | 2",
            })
    void theLastDumpOfEachTableCounts(String text, String expected, String neighbors) throws IOException {
        dumps(text);
        List<String> wanted = expected.isEmpty() ? List.of() : List.of(expected.split(" ", -1));

        assertThat(read()).isEqualTo(WHOLE);
        assertThat(routes).isEqualTo(wanted);

        routes.clear();
        LongWork longWork = new LongWork(() -> 0);
        try (Work work = longWork.begin(Progress.Kind.RECORDED, "rib", "bytes")) {
            assertThat(RecordedTable.read(file, work, new Routes())).isEqualTo(WHOLE);
            Progress.Amount amount = longWork.all().getFirst().amount();
            assertThat(amount.done()).isEqualTo(amount.total()).isEqualTo(2 * Files.size(file));
        }
        assertThat(routes).isEqualTo(wanted);

        assertThat(RecordedContents.of(file).peers())
                .extracting(peer -> Long.toString(peer.peerAs()))
                .containsExactly(neighbors.split(" ", -1));
    }

    /** Two routers may each have a table of the same name, or without one. */
    @ParameterizedTest
    @ValueSource(strings = {"", "master4"})
    void theDumpsOfTwoRoutersBothCount(String table) throws IOException {
        index(table, 1);
        route(1);
        collector++;
        index(table, 2);
        route(2);
        Files.write(file, Arrays.copyOf(bytes.array(), bytes.length()));
        assertThat(read()).isEqualTo(WHOLE);
        assertThat(routes).containsExactly("1:1", "2:2");
    }

    /** What can be read once only is read as long as each table stands in it once. */
    @ParameterizedTest
    @CsvSource({"master4/1:1 other4/2:2, 1:1 2:2, ''", "master4/1:1 other4/2:2 master4/1:3, 1:1 2:2, master4"})
    @Timeout(60)
    void aPipeHasEachTableOnce(String text, String expected, String twice) throws IOException, InterruptedException {
        dumps(text);
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process writer = new ProcessBuilder("cp", file.toString(), pipe.toString()).start();
        try (Work work = new LongWork(() -> 0).begin(Progress.Kind.RECORDED, "rib", "bytes")) {
            if (twice.isEmpty()) {
                assertThat(RecordedTable.read(pipe, work, new Routes())).isEqualTo(WHOLE);
            } else {
                assertThatThrownBy(() -> RecordedTable.read(pipe, work, new Routes()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("a second dump of table '" + twice + "'");
            }
        }
        writer.waitFor();
        assertThat(routes).containsExactly(expected.split(" "));
    }

    /** It is malformed, and stands for no table. */
    @Test
    void anIndexThatIsCutOffIsLeftOut() throws IOException {
        index("master4", 1);
        route(1);
        bytes.begin(0, MrtCodes.TABLE_DUMP_V2, MrtCodes.PEER_INDEX_TABLE);
        bytes.put32(0x0A000001);
        bytes.put16(7);
        bytes.put8('m');
        bytes.finish();
        Files.write(file, Arrays.copyOf(bytes.array(), bytes.length()));
        assertThat(read()).isEqualTo(new RecordedTable.Outcome(1, ""));
        assertThat(routes).containsExactly("1:1");
    }
}
