package org.jbgp.daemon.rpki;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.validity.AspaStore;
import org.jbgp.daemon.policy.validity.LiveValidity;
import org.jbgp.daemon.policy.validity.RoaSource;
import org.jbgp.daemon.policy.validity.RoaStore;
import org.jbgp.daemon.rpki.wire.Pdu;
import org.jbgp.daemon.rpki.wire.PduEncoder;
import org.jbgp.daemon.rpki.wire.PduError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The router's side against a cache that says what the test wants. */
class CacheSessionTest {
    private static final Pdu.Intervals USUAL = new Pdu.Intervals(3600, 600, 7200);
    private static final Pdu.Prefix TEN = new Pdu.Prefix(true, true, 0, 0x0A000000, 8, 16, 65001);
    private static final Pdu.Prefix ELEVEN = new Pdu.Prefix(true, true, 0, 0x0B000000, 8, 16, 65001);

    private final World world = new World();
    private CacheSession session;

    private static Pdu.Prefix without(Pdu.Prefix prefix) {
        return new Pdu.Prefix(
                false, prefix.ip4(), prefix.hi(), prefix.lo(), prefix.length(), prefix.maxLength(), prefix.asn());
    }

    private static CacheSettings settings(int lowest, int highest) {
        return new CacheSettings(
                new RpkiConfig.Interval(3600, false),
                new RpkiConfig.Interval(600, true),
                new RpkiConfig.Interval(7200, false),
                lowest,
                highest);
    }

    private void start(int lowest, int highest) {
        session = new CacheSession(settings(lowest, highest), world, world.records);
        session.start();
        session.connected();
    }

    private void say(int version, Pdu... pdus) {
        ByteBuf in = Unpooled.buffer();
        for (Pdu pdu : pdus) {
            PduEncoder.write(in, version, pdu);
        }
        session.read(in);
    }

    private List<String> did() {
        List<String> all = List.copyOf(world.did);
        world.did.clear();
        return all;
    }

    /** Brings it to Established with 10.0.0.0/8, in version 1. */
    private void establish() {
        start(0, 2);
        say(1, new Pdu.CacheResponse(7), TEN, new Pdu.EndOfData(7, 1, USUAL));
        assertThat(session.state()).isEqualTo(CacheState.ESTABLISHED);
        world.did.clear();
    }

    private boolean has(Pdu.Prefix prefix) {
        return world.store.check(prefix.hi(), prefix.lo(), prefix.length(), prefix.asn()) == 1;
    }

    @Test
    void aFullSetThenChanges() {
        start(0, 2);
        assertThat(did()).containsExactly("connect", "v2 ResetQuery[]");
        say(2, new Pdu.SerialNotify(3, 9), new Pdu.CacheResponse(7), TEN);
        assertThat(session.state()).isEqualTo(CacheState.SYNC_RUNNING);
        assertThat(has(TEN)).as("before the end").isFalse();
        say(2, new Pdu.RouterKey(true, 1), new Pdu.EndOfData(7, 1, new Pdu.Intervals(100, 200, 900)));
        assertThat(has(TEN)).isTrue();
        assertThat(session.state()).isEqualTo(CacheState.ESTABLISHED);
        assertThat(world.timers)
                .containsEntry(CacheTimer.REFRESH, 100L)
                .containsEntry(CacheTimer.EXPIRE, 900L)
                .doesNotContainKeys(CacheTimer.RETRY, CacheTimer.PROGRESS);
        assertThat(session.intervals().retry()).as("kept").isEqualTo(600);
        session.due(CacheTimer.REFRESH);
        assertThat(did()).containsExactly("v2 SerialQuery[session=7, serial=1]");
        say(2, new Pdu.CacheResponse(7), ELEVEN, without(TEN), new Pdu.EndOfData(7, 2, USUAL));
        assertThat(has(TEN)).isFalse();
        assertThat(has(ELEVEN)).isTrue();
        assertThat(session.serial()).isEqualTo(2);
        assertThat(did()).isEmpty();
    }

    @Test
    void aNotifyIsFollowedByAQuery() {
        establish();
        say(1, new Pdu.SerialNotify(7, 1));
        assertThat(did()).as("nothing new").isEmpty();
        say(1, new Pdu.SerialNotify(7, 2));
        assertThat(did()).containsExactly("v1 SerialQuery[session=7, serial=1]");
        say(1, new Pdu.CacheResponse(7), new Pdu.SerialNotify(7, 3), new Pdu.EndOfData(7, 2, USUAL));
        assertThat(did()).as("something newer came meanwhile").containsExactly("v1 SerialQuery[session=7, serial=2]");
    }

    @Test
    void aCacheThatStartedAnewIsAskedForEverything() {
        establish();
        say(1, new Pdu.SerialNotify(8, 1));
        assertThat(did()).containsExactly("v1 ResetQuery[]");
        say(1, new Pdu.CacheResponse(8), ELEVEN);
        assertThat(has(TEN)).as("until the new set is complete").isTrue();
        say(1, new Pdu.EndOfData(8, 1, USUAL));
        assertThat(has(TEN)).isFalse();
        assertThat(has(ELEVEN)).isTrue();
    }

    @Test
    void aCacheThatForgotTheSerialIsAskedForEverything() {
        establish();
        session.due(CacheTimer.REFRESH);
        did();
        say(1, new Pdu.CacheReset());
        assertThat(did()).containsExactly("v1 ResetQuery[]");
        say(1, new Pdu.CacheReset());
        assertThat(did()).containsExactly("v1 error CORRUPT_DATA Unexpected Cache Reset in state Sync-Start", "close");
        assertThat(session.state()).isEqualTo(CacheState.FATAL);
    }

    @Test
    void aLostCacheKeepsItsDataUntilItExpires() {
        establish();
        session.closed("connection reset");
        assertThat(session.state()).isEqualTo(CacheState.TRANSPORT_ERROR);
        assertThat(has(TEN)).isTrue();
        assertThat(world.timers).containsKeys(CacheTimer.RETRY, CacheTimer.EXPIRE);
        did();
        session.due(CacheTimer.RETRY);
        session.connected();
        assertThat(did()).containsExactly("connect", "v1 SerialQuery[session=7, serial=1]");
        session.closed("");
        session.due(CacheTimer.EXPIRE);
        assertThat(has(TEN)).isFalse();
        assertThat(session.serial()).isEqualTo(-1);
        assertThat(session.state()).isEqualTo(CacheState.CONNECTING);
        did();
        session.connected();
        assertThat(did()).containsExactly("v2 ResetQuery[]");
    }

    @Test
    void anAnswerThatBreaksOffIsForgotten() {
        establish();
        session.due(CacheTimer.REFRESH);
        say(1, new Pdu.CacheResponse(7), without(TEN), ELEVEN);
        session.closed("");
        assertThat(has(TEN)).isTrue();
        assertThat(has(ELEVEN)).isFalse();
        session.due(CacheTimer.RETRY);
        did();
        session.connected();
        assertThat(did()).containsExactly("v1 SerialQuery[session=7, serial=1]");
    }

    @Test
    void aSetThatBreaksOffIsAskedForAgain() {
        establish();
        say(1, new Pdu.SerialNotify(8, 1), new Pdu.CacheResponse(8), ELEVEN);
        session.closed("");
        assertThat(has(TEN)).isTrue();
        session.due(CacheTimer.RETRY);
        did();
        session.connected();
        assertThat(did()).containsExactly("v1 ResetQuery[]");
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() {
        establish();
        session.due(CacheTimer.REFRESH);
        world.now += 59_000;
        session.due(CacheTimer.PROGRESS);
        assertThat(world.timers).containsEntry(CacheTimer.PROGRESS, 1L);
        world.now += 1_000;
        session.due(CacheTimer.PROGRESS);
        assertThat(session.state()).isEqualTo(CacheState.TRANSPORT_ERROR);
        assertThat(session.lastError()).isEqualTo("no answer for 60 seconds");
    }

    // ---- versions (RFC 8210 §7) -------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anOlderCacheAnswersInItsVersion(int version) {
        start(0, 2);
        say(version, new Pdu.CacheResponse(7), TEN, new Pdu.EndOfData(7, 1, USUAL));
        assertThat(session.version()).isEqualTo(version);
        assertThat(session.state()).isEqualTo(CacheState.ESTABLISHED);
        assertThat(has(TEN)).isTrue();
    }

    @Test
    void anOlderCacheReportsAnError() {
        start(0, 2);
        did();
        say(1, new Pdu.ErrorReport(1, PduError.UNSUPPORTED_VERSION.code(), "what?"));
        session.connected();
        assertThat(did()).containsExactly("close", "connect", "v1 ResetQuery[]");
    }

    @Test
    void anOlderCacheClosesTheConnection() {
        start(0, 2);
        did();
        session.closed("");
        session.connected();
        assertThat(did()).containsExactly("close", "connect", "v1 ResetQuery[]");
        session.closed("");
        session.connected();
        assertThat(did()).containsExactly("close", "connect", "v0 ResetQuery[]");
        session.closed("");
        assertThat(session.state()).as("it is not the version").isEqualTo(CacheState.TRANSPORT_ERROR);
        session.due(CacheTimer.RETRY);
        did();
        session.connected();
        assertThat(did()).containsExactly("v2 ResetQuery[]");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 0, 'v2 error UNSUPPORTED_VERSION PDU of version 0, but this router speaks 1 to 2'",
        "0, 1, 2, 'v1 error UNSUPPORTED_VERSION PDU of version 2, but this router speaks 0 to 1'",
        "0, 2, 9, 'v2 error UNSUPPORTED_VERSION PDU of version 9, but this router speaks 0 to 2'"
    })
    void versionsOutsideOfTheBounds(int lowest, int highest, int version, String answer) {
        start(lowest, highest);
        did();
        say(version, new Pdu.CacheResponse(7));
        assertThat(did()).containsExactly(answer, "close");
        assertThat(session.state()).isEqualTo(CacheState.FATAL);
    }

    @Test
    void theVersionDoesNotChangeInASession() {
        establish();
        session.due(CacheTimer.REFRESH);
        did();
        say(0, new Pdu.CacheResponse(7));
        assertThat(did())
                .containsExactly("v1 error UNEXPECTED_VERSION PDU of version 0 in a session of version 1", "close");
        assertThat(has(TEN)).isTrue();
    }

    @Test
    void noVersionBelowTheLowestIsTried() {
        start(1, 1);
        did();
        say(0, new Pdu.ErrorReport(0, PduError.UNSUPPORTED_VERSION.code(), ""));
        assertThat(did()).containsExactly("close");
        assertThat(session.state()).isEqualTo(CacheState.FATAL);
    }

    // ---- errors -----------------------------------------------------------------------------------------------------

    @Test
    void aDuplicateEndsTheSession() {
        establish();
        session.due(CacheTimer.REFRESH);
        did();
        say(1, new Pdu.CacheResponse(7), ELEVEN, TEN);
        assertThat(did())
                .containsExactly("v1 error DUPLICATE Already announced: IPv4 Prefix (+10.0.0.0/8-16 AS65001)", "close");
        assertThat(session.state()).isEqualTo(CacheState.FATAL);
        assertThat(has(TEN)).isTrue();
        assertThat(has(ELEVEN)).isFalse();
        session.due(CacheTimer.RETRY);
        session.connected();
        assertThat(did()).containsExactly("connect", "v1 ResetQuery[]");
    }

    @Test
    void aRecordNeverAnnouncedCannotBeWithdrawn() {
        establish();
        session.due(CacheTimer.REFRESH);
        did();
        say(1, new Pdu.CacheResponse(7), without(ELEVEN));
        assertThat(did())
                .containsExactly(
                        "v1 error UNKNOWN_RECORD Never announced: IPv4 Prefix (-11.0.0.0/8-16 AS65001)", "close");
    }

    @Test
    void anotherSessionIdInTheAnswer() {
        establish();
        session.due(CacheTimer.REFRESH);
        did();
        say(1, new Pdu.CacheResponse(8));
        assertThat(did()).containsExactly("v1 error CORRUPT_DATA Wrong session id 8 in Cache Response", "close");
    }

    @Test
    void anotherSessionIdAtTheEnd() {
        establish();
        session.due(CacheTimer.REFRESH);
        did();
        say(1, new Pdu.CacheResponse(7), ELEVEN, new Pdu.EndOfData(8, 2, USUAL));
        assertThat(did()).containsExactly("v1 error CORRUPT_DATA Received session id 8, but expected 7", "close");
        assertThat(has(ELEVEN)).isFalse();
    }

    @Test
    void recordsOutOfPlace() {
        establish();
        say(1, ELEVEN);
        assertThat(did()).containsExactly("v1 error CORRUPT_DATA Unexpected IPv4 Prefix in state Established", "close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESET", "SERIAL"})
    void queriesAreForCaches(String kind) {
        establish();
        say(1, kind.equals("RESET") ? new Pdu.ResetQuery() : new Pdu.SerialQuery(7, 1));
        assertThat(session.state()).isEqualTo(CacheState.FATAL);
    }

    @Test
    void aCacheWithoutDataIsAskedAgain() {
        start(0, 2);
        say(1, new Pdu.ErrorReport(1, PduError.NO_DATA.code(), ""));
        assertThat(session.state()).isEqualTo(CacheState.NO_DATA);
        assertThat(world.timers).containsEntry(CacheTimer.RETRY, 600L);
        did();
        session.due(CacheTimer.RETRY);
        assertThat(did()).containsExactly("v2 ResetQuery[]");
    }

    @Test
    void anErrorReportEndsTheSessionUnanswered() {
        establish();
        say(1, new Pdu.ErrorReport(1, PduError.CORRUPT_DATA.code(), "bad"));
        assertThat(did()).containsExactly("close");
        assertThat(session.lastError()).isEqualTo("the cache reports: Corrupt Data (bad)");
        assertThat(has(TEN)).isTrue();
    }

    @Test
    void brokenErrorReportsAreNotAnswered() {
        establish();
        session.read(
                Unpooled.buffer().writeInt(0x010A0000).writeInt(16).writeInt(99).writeInt(0));
        assertThat(did()).containsExactly("close");
        assertThat(session.state()).isEqualTo(CacheState.FATAL);
    }

    @Test
    void aMessageThatIsTooLong() {
        establish();
        session.read(Unpooled.buffer().writeInt(0x01040000).writeInt(-1));
        assertThat(did()).containsExactly("v1 error CORRUPT_DATA PDU of 4294967295 bytes", "close");
    }

    @Test
    void messagesInPieces() {
        start(0, 1);
        ByteBuf all = Unpooled.buffer();
        for (Pdu pdu : List.of(new Pdu.CacheResponse(7), TEN, new Pdu.EndOfData(7, 1, USUAL))) {
            PduEncoder.write(all, 1, pdu);
        }
        ByteBuf in = Unpooled.buffer();
        while (all.isReadable()) {
            in.writeByte(all.readByte());
            session.read(in);
        }
        assertThat(session.state()).isEqualTo(CacheState.ESTABLISHED);
    }

    @Test
    void intervalsOutOfRangeAreNotTaken() {
        start(0, 1);
        say(1, new Pdu.CacheResponse(7), new Pdu.EndOfData(7, 1, new Pdu.Intervals(0, 7201, 599)));
        assertThat(world.timers).containsEntry(CacheTimer.REFRESH, 3600L).containsEntry(CacheTimer.EXPIRE, 7200L);
    }

    @Test
    void otherSettings() {
        establish();
        session.configure(settings(0, 1));
        assertThat(did()).as("the version is allowed").containsExactly("v1 SerialQuery[session=7, serial=1]");
        session.configure(settings(0, 0));
        session.connected();
        assertThat(did()).containsExactly("close", "connect", "v0 ResetQuery[]");
        assertThat(has(TEN)).isTrue();
    }

    @Test
    void anotherCacheTakesThePlaceWhenItIsComplete() {
        establish();
        session.reconnect();
        session.connected();
        assertThat(did()).containsExactly("close", "connect", "v2 ResetQuery[]");
        say(2, new Pdu.CacheResponse(1), ELEVEN);
        assertThat(has(TEN)).isTrue();
        say(2, new Pdu.EndOfData(1, 1, USUAL));
        assertThat(has(TEN)).isFalse();
        assertThat(has(ELEVEN)).isTrue();
    }

    @Test
    void stoppedItHasNothing() {
        establish();
        session.stop();
        assertThat(has(TEN)).isFalse();
        assertThat(world.timers).isEmpty();
        assertThat(session.state()).isEqualTo(CacheState.DOWN);
        session.due(CacheTimer.RETRY);
        session.closed("late");
        assertThat(session.state()).isEqualTo(CacheState.DOWN);
    }

    @Test
    void providers() {
        start(2, 2);
        say(
                2,
                new Pdu.CacheResponse(7),
                new Pdu.Aspa(true, 65001, new int[] {65002}),
                new Pdu.Aspa(true, 65001, new int[] {65003}),
                new Pdu.EndOfData(7, 1, USUAL));
        assertThat(world.aspas.provider(65001, 65003)).isTrue();
        assertThat(world.aspas.provider(65001, 65002)).as("its place was taken").isFalse();
        session.due(CacheTimer.REFRESH);
        did();
        say(2, new Pdu.CacheResponse(7), new Pdu.Aspa(false, 65009, new int[0]));
        assertThat(did()).hasSize(2).first().asString().startsWith("v2 error UNKNOWN_RECORD");
    }

    /** Whatever comes in whatever order: nothing is thrown, and nothing is left in the end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrder(int seed) {
        Random random = new Random(seed);
        session = new CacheSession(settings(0, 2), world, world.records);
        session.start();
        int established = 0;
        for (int step = 0; step < 20_000; step++) {
            world.now += random.nextInt(2_000);
            boolean sensible = random.nextInt(4) > 0;
            if (sensible && !session.state().connected()) {
                session.due(CacheTimer.RETRY);
                session.connected();
            }
            if (sensible && session.state() != CacheState.CONNECTING) {
                say(session.version(), wanted(random));
            }
            switch (random.nextInt(48)) {
                case 0, 1, 2 -> session.connected();
                case 3 -> session.closed(random.nextBoolean() ? "" : "reset");
                case 4, 5 -> session.due(List.of(CacheTimer.values()).get(random.nextInt(4)));
                case 6 -> session.configure(settings(random.nextInt(2), 1 + random.nextInt(2)));
                case 7 -> session.refresh();
                case 8 -> session.reconnect();
                case 9, 10, 11, 12 -> say(random.nextInt(20) == 0 ? random.nextInt(4) : session.version(), any(random));
                default -> {
                    // The cache goes on as it should.
                }
            }
            established += session.state() == CacheState.ESTABLISHED ? 1 : 0;
            world.did.clear();
        }
        assertThat(established).as("it gets somewhere").isGreaterThan(100);
        session.stop();
        assertThat(world.store.size()).isZero();
        assertThat(world.aspas.size()).isZero();
        assertThat(world.timers).isEmpty();
    }

    /** What may come now. */
    private Pdu wanted(Random random) {
        return switch (session.state()) {
            case SYNC_START -> new Pdu.CacheResponse(session.sessionId() < 0 ? 7 : session.sessionId());
            case SYNC_RUNNING ->
                random.nextInt(3) > 0
                        ? new Pdu.EndOfData(session.sessionId(), random.nextInt(3), USUAL)
                        : has(TEN) ? without(TEN) : TEN;
            default -> new Pdu.SerialNotify(7, random.nextInt(3));
        };
    }

    private Pdu any(Random random) {
        int id = random.nextInt(20) == 0 ? 8 : 7;
        return switch (random.nextInt(12)) {
            case 0 -> new Pdu.SerialNotify(id, random.nextInt(3));
            case 1, 2, 3 -> new Pdu.CacheResponse(session.sessionId() < 0 ? id : session.sessionId());
            case 4 -> random.nextBoolean() ? TEN : without(TEN);
            case 5 -> random.nextBoolean() ? ELEVEN : without(ELEVEN);
            case 6 -> random.nextBoolean() ? new Pdu.Aspa(true, 1, 2) : new Pdu.Aspa(false, 1);
            case 7 -> new Pdu.CacheReset();
            case 8 -> new Pdu.ErrorReport(random.nextInt(3), random.nextInt(12), "");
            default -> new Pdu.EndOfData(session.sessionId() < 0 ? id : session.sessionId(), random.nextInt(3), USUAL);
        };
    }

    /** Writes down what the session does. */
    private static final class World implements CachePort {
        private final List<String> did = new ArrayList<>();
        private final Map<CacheTimer, Long> timers = new EnumMap<>(CacheTimer.class);
        private final LiveValidity live = new LiveValidity();
        private final RoaStore store = live.roas("r4", true);
        private final AspaStore aspas = live.aspas("a");
        private final Records records = new Records(
                store.join("cache", RouteSource.Kind.RTS_RPKI, 100),
                aspas.join("cache", RouteSource.Kind.RTS_RPKI, 100));
        private final CacheLog log = new CacheLog(new ProtocolCommon(
                "cache",
                ProtocolCommon.Life.ALWAYS,
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        private long now = 1_000_000;

        @Override
        public void connect() {
            did.add("connect");
        }

        @Override
        public void send(int version, Pdu pdu) {
            did.add("v" + version + " " + pdu);
        }

        @Override
        public void sendError(int version, int code, ByteBuf broken, int at, int length, String text) {
            did.add("v" + version + " error " + PduError.of(code).orElseThrow() + " " + text);
        }

        @Override
        public void close() {
            did.add("close");
        }

        @Override
        public void start(CacheTimer timer, long seconds) {
            timers.put(timer, seconds);
        }

        @Override
        public void stop(CacheTimer timer) {
            timers.remove(timer);
        }

        @Override
        public long millis() {
            return now;
        }

        @Override
        public CacheLog log() {
            return log;
        }
    }

    /** Straight into stores. */
    private record Records(RoaSource roas, AspaStore.Source aspas) implements CacheRecords {
        @Override
        public void beginSet() {
            roas.beginSet();
            aspas.beginSet();
        }

        @Override
        public void beginChanges() {
            roas.beginChanges();
            aspas.beginChanges();
        }

        @Override
        public RoaStore.Staged prefix(Pdu.Prefix pdu) {
            return pdu.announced()
                    ? roas.announce(pdu.hi(), pdu.lo(), pdu.length(), pdu.maxLength(), pdu.asn())
                    : roas.withdraw(pdu.hi(), pdu.lo(), pdu.length(), pdu.maxLength(), pdu.asn());
        }

        @Override
        public RoaStore.Staged aspa(Pdu.Aspa pdu) {
            return pdu.announced() ? aspas.announce(pdu.customer(), pdu.providers()) : aspas.withdraw(pdu.customer());
        }

        @Override
        public void commit() {
            roas.commit(RoaStore.Filter.ALL, (ip4, hi, lo, length) -> {});
            aspas.commit(customer -> true, customer -> {});
        }

        @Override
        public void abort() {
            roas.abort();
            aspas.abort();
        }

        @Override
        public void clear() {
            roas.clear((ip4, hi, lo, length) -> {});
            aspas.clear(customer -> {});
        }
    }
}
