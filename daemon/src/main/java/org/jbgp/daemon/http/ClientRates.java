package org.jbgp.daemon.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast clients may ask: so many requests a second each, {@value #BURST_SECONDS} seconds' worth of them at once, and
 * after that each waits its turn. Clients are distinguished by address, those of IPv6 by network (/64). One thread.
 */
public final class ClientRates {
    /** Clients that are remembered: those that asked last. */
    static final int MOST_CLIENTS = 4096;

    private static final int BURST_SECONDS = 5;

    /** No limit. */
    public static final ClientRates NONE = new ClientRates(0, System::nanoTime);

    /** Bytes that distinguish clients of IPv6. */
    private static final int NETWORK = 8;

    private record Client(long bits, boolean ipv6) {}

    private final long nanosEach;
    private final LongSupplier clock;
    /** When what each client was granted is used up, in nanoseconds of the clock. */
    private final Map<Client, Long> used = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Client, Long> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    /**
     * @param perSecond requests of cost 1, 0 for no limit
     * @param clock nanoseconds
     */
    public ClientRates(int perSecond, LongSupplier clock) {
        this.nanosEach = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.clock = clock;
    }

    /**
     * A client asks for something.
     *
     * @param cost how many requests it counts as
     * @param longest the longest it can be made to wait, in nanoseconds
     * @return how long it has to wait, in nanoseconds; negative if that is longer, and nothing was counted
     */
    long ask(InetAddress address, int cost, long longest) {
        if (nanosEach == 0 || cost == 0) {
            return 0;
        }
        long now = clock.getAsLong();
        Client client = client(address);
        Long before = used.get(client);
        long from = before == null || before - now < 0 ? now : before;
        long wait = from - now - TimeUnit.SECONDS.toNanos(BURST_SECONDS) + cost * nanosEach;
        if (wait > longest) {
            return -1;
        }
        used.put(client, from + cost * nanosEach);
        return Math.max(0, wait);
    }

    private static Client client(InetAddress address) {
        byte[] bytes = address.getAddress();
        long bits = 0;
        for (byte each : Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK))) {
            bits = bits << 8 | (each & 0xff);
        }
        return new Client(bits, bytes.length > 4);
    }
}
