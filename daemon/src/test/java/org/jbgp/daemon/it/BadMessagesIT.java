package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Neighbors that break the rules get the right NOTIFICATION, and the session beside theirs stays up. */
@NeedsPeer(Software.BIRD2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadMessagesIT extends WitnessedRouter {
    private static final String MARKER = "ff".repeat(16);

    @BeforeAll
    void start() {
        makeNetwork();
        startBoth();
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    /** The neighbor may come (again): its error wait time is over. */
    private void awaitRoom() {
        lab.await("room for the bad neighbor", LIMIT, () -> jbgpd.session(RAW), "Passive"::equals);
    }

    /** Before the session is up: what the neighbor says instead of a good OPEN. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "wrong AS, 65009, 90, 0202",
        "hold time 1, 65003, 1, 0206",
    })
    void aWrongOpenIsAnswered(String what, long as, int holdTime, String notification) {
        awaitRoom();
        LocalTime since = upSince();
        try (RawPeer raw = new RawPeer(them, "raw")) {
            raw.connect(RAW, "10.0.0.1");
            raw.send(RawPeer.open(as, holdTime, RAW));
            assertThat(raw.await("received 3")).as(what).startsWith("received 3 " + notification);
            raw.await("closed");
        }
        assertUndisturbed(since);
    }

    /**
     * After the session is up: bytes that are no BGP message. Data of 1/2 is the erroneous length, of 1/3 the type (RFC
     * 4271 §6.1).
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "bad marker, 00ffffffffffffffffffffffffffffff001304, 0101",
        "too short, MARKER001204, 01020012",
        "KEEPALIVE too long, MARKER00140400, 01020014",
        "UPDATE too short, MARKER00150200, 01020015",
        "too long, MARKER100102, 01021001",
        "unknown type, MARKER001309, 010309",
        "UPDATE whose attributes end behind it, MARKER001702000000ff, 0301",
    })
    void aBrokenMessageIsAnswered(String what, String bytes, String notification) {
        awaitRoom();
        LocalTime since = upSince();
        try (RawPeer raw = new RawPeer(them, "raw")) {
            raw.establish(RAW, "10.0.0.1", 65003, RAW);
            lab.await("raw session", LIMIT, () -> jbgpd.established(RAW));
            raw.send(bytes.replace("MARKER", MARKER));
            assertThat(raw.await("received 3")).as(what).startsWith("received 3 " + notification);
            raw.await("closed");
        }
        lab.await("end of the session", LIMIT, () -> !jbgpd.established(RAW));
        assertUndisturbed(since);
    }
}
