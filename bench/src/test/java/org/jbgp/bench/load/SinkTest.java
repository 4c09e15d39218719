package org.jbgp.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What senders announce is what a receiver that hears it directly holds. */
class SinkTest {
    /** Two UPDATEs: a set with two prefixes, and one whose path leads through the router itself, which is left out. */
    private static final String RECORDED =
            "00000000001000040000005800000f1000000f10000000010000000000000000ffffffffffffffffffffffffffffffff0044"
                    + "02000000264001010040020a020200000f1000000d1c400304c000020140050400000064c008040f10000118c6336410cb00"
                    + "00000000001000040000004700000f1000000f10000000010000000000000000ffffffffffffffffffffffffffffffff0033"
                    + "02000000184001010040020a020200000f100000fde8400304c000020118c00002";

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "'--prefixes 5000', 1",
        "'--prefixes 5000 --ibgp', 1",
        "'--prefixes 5000 --senders 3 --partition', 3",
        "'--prefixes 5000 --ipv6', 1",
        "'--prefixes 0', 1"
    })
    void holdsWhatWasAnnounced(String arguments, int senders) throws Exception {
        LoadOptions options = LoadOptions.parse(arguments.split(" ", -1));
        RouteTable table = RouteTable.make(options.prefixes(), options.groupMean());
        Sink sink = new Sink(table);
        try (Peers peers = new Peers(options, table)) {
            for (int round = 1; round <= 2; round++) {
                sink.expect(round);
                for (Peer sender : peers.senders()) {
                    GeneratedAnnouncements.announce(options, table, null, sender, round)
                            .forEach(sink::hear);
                }
                assertThat(sink.holdsRound()).isTrue();
                assertThat(sink.held()).isEqualTo(options.prefixes());
            }
            assertThat(sink.holdsNothingOfFirstSender()).isEqualTo(options.prefixes() == 0);
            for (Peer sender : peers.senders()) {
                GeneratedAnnouncements.withdraw(options, table, sender).forEach(sink::hear);
            }
        }
        assertThat(options.senders()).isEqualTo(senders);
        assertThat(sink.holdsNothing()).isTrue();
    }

    /** An UPDATE with a path identifier before its prefix, as of one sender and then of another. */
    @Test
    void pathsOfOnePrefixCountApartWithIdentifiers() {
        RouteTable table = RouteTable.make(1, 5);
        Sink sink = new Sink(table, 2);
        sink.expect(1);
        for (int sender = 1; sender <= 2; sender++) {
            assertThat(sink.holdsRound()).isFalse();
            ByteBuffer update = ByteBuffer.allocate(64);
            update.putShort((short) 0).putShort((short) 11);
            update.putShort((short) 0xC008).put((byte) 8);
            update.putInt(GeneratedAnnouncements.SENDER_COMMUNITY << 16 | sender);
            update.putInt(GeneratedAnnouncements.ROUND_COMMUNITY << 16 | 1);
            update.putInt(sender).put((byte) table.length(0));
            for (int bit = 0; bit < table.length(0); bit += 8) {
                update.put((byte) (table.address(0) >>> (24 - bit)));
            }
            sink.update(update.array(), 0, update.position());
        }
        assertThat(sink.holdsRound()).isTrue();
        assertThat(sink.held()).isEqualTo(2);
    }

    @Test
    void recordedSetsAreAnnouncedWithTheSendersOwnPathAndNextHop() throws Exception {
        Path file = directory.resolve("session.mrt");
        Files.write(file, HexFormat.of().parseHex(RECORDED));
        LoadOptions options = LoadOptions.parse("--mrt", file.toString(), "--senders", "2");
        Recording recording = Recording.read(file, options.routerAs());
        assertThat(recording.table().size()).isEqualTo(2);
        try (Peers peers = new Peers(options, recording.table())) {
            ByteBuffer announced = GeneratedAnnouncements.announce(
                            options,
                            recording.table(),
                            recording,
                            peers.senders().getLast(),
                            1)
                    .getFirst();
            byte[] message = new byte[announced.remaining()];
            announced.get(message);
            assertThat(HexFormat.of().formatHex(message))
                    .contains("5002000e" + "0203fa56ea0100000f1000000d1c")
                    .contains("4003040a010002")
                    .contains("d008000c" + "0f100001fde70002fde60001")
                    .endsWith("18c63364" + "10cb00");
            Sink sink = new Sink(recording.table());
            sink.expect(1);
            sink.hear(ByteBuffer.wrap(message));
            assertThat(sink.holdsRound()).isTrue();
        }
    }

    @Test
    void tablesAreTheSameEveryTimeAndHaveTheShapeAskedFor() {
        RouteTable table = RouteTable.make(20_000, 5);
        RouteTable again = RouteTable.make(20_000, 5);
        for (int i = 0; i < table.size(); i++) {
            assertThat(again.address(i)).isEqualTo(table.address(i));
            assertThat(table.indexOf(table.address(i), table.length(i))).isEqualTo(i);
        }
        assertThat((double) table.size() / table.groups()).isBetween(4.5, 5.8);
    }
}
