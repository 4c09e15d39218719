package org.jbgp.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientRatesTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 3 * SECOND);
    private final ClientRates rates = new ClientRates(10, clock::get);

    private long ask(String client, int cost) throws UnknownHostException {
        return rates.ask(InetAddress.getByName(client), cost, 2 * SECOND);
    }

    @Test
    void fiveSecondsAtOnceThenAtTheRate() throws UnknownHostException {
        for (int i = 0; i < 50; i++) {
            assertThat(ask("192.0.2.1", 1)).isZero();
        }
        assertThat(ask("192.0.2.1", 1)).isEqualTo(SECOND / 10);
        assertThat(ask("192.0.2.1", 1)).isEqualTo(SECOND / 5);
        // Past where the clock's numbers wrap.
        clock.addAndGet(4 * SECOND);
        assertThat(ask("192.0.2.1", 1)).isZero();
    }

    @Test
    void whoWouldWaitTooLongIsSentAway() throws UnknownHostException {
        assertThat(ask("192.0.2.1", 50)).isZero();
        assertThat(ask("192.0.2.1", 20)).isEqualTo(2 * SECOND);
        assertThat(ask("192.0.2.1", 1)).isNegative();
        clock.addAndGet(SECOND);
        assertThat(ask("192.0.2.1", 1)).isEqualTo(SECOND + SECOND / 10);
    }

    @Test
    void clientsAreOnTheirOwn() throws UnknownHostException {
        assertThat(ask("192.0.2.1", 70)).isEqualTo(2 * SECOND);
        assertThat(ask("192.0.2.2", 1)).isZero();
        assertThat(ask("::c000:201", 1)).isZero();
        assertThat(ask("2001:db8::1", 70)).isEqualTo(2 * SECOND);
        assertThat(ask("2001:db8::2", 1)).as("of the same network").isNegative();
        assertThat(ask("2001:db8:0:1::1", 1)).isZero();
    }

    @Test
    void whatCostsNothingAndNoLimit() throws UnknownHostException {
        assertThat(ask("192.0.2.1", 70)).isPositive();
        assertThat(ask("192.0.2.1", 0)).isZero();
        assertThat(ClientRates.NONE.ask(InetAddress.getByName("192.0.2.1"), 1_000_000, 0))
                .isZero();
    }
}
