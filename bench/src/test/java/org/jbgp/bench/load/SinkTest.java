package org.jbgp.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What senders announce is what a receiver that hears it directly holds. */
class SinkTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "'--prefixes 5000', 1",
        "'--prefixes 5000 --ibgp', 1",
        "'--prefixes 5000 --senders 3 --partition', 3",
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
                    Announcements.announce(options, table, sender, round).forEach(sink::hear);
                }
                assertThat(sink.holdsRound()).isTrue();
                assertThat(sink.held()).isEqualTo(options.prefixes());
            }
            assertThat(sink.holdsNothingOfFirstSender()).isEqualTo(options.prefixes() == 0);
            for (Peer sender : peers.senders()) {
                Announcements.withdraw(options, table, sender).forEach(sink::hear);
            }
        }
        assertThat(options.senders()).isEqualTo(senders);
        assertThat(sink.holdsNothing()).isTrue();
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
