package org.jbgp.daemon.bfd.session;

import java.util.random.RandomGenerator;
import org.jbgp.daemon.bfd.packet.Authenticator;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.packet.ControlPacket;
import org.jbgp.daemon.bfd.packet.Diagnostic;
import org.jbgp.daemon.bfd.packet.Fault;

/**
 * One session (RFC 5880 §6.8). One thread; times are nanoseconds of one monotonic clock. Names in brackets are those of
 * §6.8.1. In steady state nothing here allocates.
 */
public final class BfdSession {
    /** What a session does. */
    public interface Port {
        /** Sends a packet now; {@code answer}: with the Final bit. */
        void send(BfdSession session, boolean answer);

        /** The state changed. */
        void changed(BfdSession session, BfdState before);
    }

    /** No such moment. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int POLL_TX = 1;
    private static final int POLL_RX = 2;
    private static final long MICRO = 1_000;
    /** No interval that was configured or asked for makes us send more often. */
    private static final long LEAST_INTERVAL = 1_000_000;

    private final SessionAddress address;
    private final int discriminator;
    private final Port port;
    private final RandomGenerator random;
    private final Authenticator authenticator;
    private final RemoteSide remote = new RemoteSide();
    private final Counters counters = new Counters();
    private int number;
    private SessionSettings settings;
    private boolean independent;

    /** [BfdState] and [LocalDiag]. */
    private BfdState state = BfdState.DOWN;

    private int diagnostic = Diagnostic.NONE;
    private long changedAt;

    /** [DesiredMinTxInterval] and [RequiredMinRxInterval], µs: what holds, and what the packets say. */
    private long minTx;

    private long minTxSaid;
    private long minRx;
    private long minRxSaid;

    /** What a poll under way, and the next one, is about. */
    private int poll;

    private int pollNext;

    private long sentAt = NEVER;
    private long sendAt = NEVER;
    private long expireAt = NEVER;
    private long forgetAt = NEVER;
    private long heardAt = NEVER;
    private long endAt = NEVER;

    /**
     * A session that is down.
     *
     * @param number its number outside
     * @param discriminator its number on the wire, not 0
     */
    public BfdSession(
            int number,
            SessionAddress address,
            SessionSettings settings,
            int discriminator,
            Port port,
            RandomGenerator random,
            long now) {
        this.number = number;
        this.address = address;
        this.discriminator = discriminator;
        this.port = port;
        this.random = random;
        this.settings = settings;
        this.authenticator = new Authenticator(random.nextInt());
        authenticator.use(settings.authentication(), settings.keys());
        this.minTx = settings.idleTx();
        this.minTxSaid = minTx;
        this.minRx = settings.minRx();
        this.minRxSaid = minRx;
        this.changedAt = now;
        adjustSending(true, now);
    }

    // ---- what happens ---------------------------------------------------------------------------------------------

    /**
     * Takes a packet for this session that is well-formed.
     *
     * @param now when it arrived
     * @param epochMillis the system's clock, for the times of keys
     */
    public Fault receive(ControlPacket packet, long now, long epochMillis) {
        Fault fault = authenticator.check(packet, settings.multiplier(), epochMillis);
        if (fault != Fault.NONE) {
            counters.dropped++;
            return fault;
        }
        counters.received++;
        if (state == BfdState.ADMIN_DOWN) {
            return Fault.NONE;
        }
        long previousTx = minTx;
        long previousRx = remote.minRx();
        remote.take(packet);
        if (poll != 0 && packet.isFinal()) {
            endPoll();
        }
        if (minTx != previousTx || remote.minRx() != previousRx) {
            reschedule(now);
        }
        heardAt = now;
        forgetAt = NEVER;
        expireAt = expiry();
        // Taken now: the answers to what follows spoil the buffer.
        boolean polled = packet.poll();
        switch (state) {
            case ADMIN_DOWN -> {}
            case DOWN -> {
                switch (remote.state()) {
                    case DOWN -> move(BfdState.INIT, Diagnostic.NONE, now);
                    case INIT -> move(BfdState.UP, Diagnostic.NONE, now);
                    case ADMIN_DOWN, UP -> {}
                }
            }
            case INIT -> {
                switch (remote.state()) {
                    case ADMIN_DOWN -> move(BfdState.DOWN, Diagnostic.NEIGHBOR_DOWN, now);
                    case INIT, UP -> move(BfdState.UP, Diagnostic.NONE, now);
                    case DOWN -> {}
                }
            }
            case UP -> {
                switch (remote.state()) {
                    case ADMIN_DOWN, DOWN -> move(BfdState.DOWN, Diagnostic.NEIGHBOR_DOWN, now);
                    case INIT, UP -> {}
                }
            }
        }
        adjustSending(false, now);
        if (polled) {
            port.send(this, true);
        }
        return Fault.NONE;
    }

    /**
     * Does what time has come for.
     *
     * @param heardTo all packets that arrived until then were given to {@link #receive}: a session does not expire for
     *     what lies unread
     */
    public void run(long now, long heardTo) {
        if (expireAt <= heardTo) {
            expire(now);
        }
        if (forgetAt <= heardTo) {
            // §6.8.1: at least twice the detection time.
            forgetAt = NEVER;
            authenticator.forget();
        }
        if (sendAt <= now) {
            sentAt = now;
            sendAt = now + jittered();
            port.send(this, false);
        }
    }

    private void expire(long now) {
        forgetAt = expireAt + (expireAt - heardAt);
        expireAt = NEVER;
        heardAt = NEVER;
        remote.forget();
        poll = 0;
        pollNext = 0;
        if (state == BfdState.INIT || state == BfdState.UP) {
            counters.expired++;
            move(BfdState.DOWN, Diagnostic.TIME_EXPIRED, now);
        }
        adjustSending(true, now);
    }

    /** Goes over to other settings under the living session, by polls where RFC 5880 §6.8.3 asks for them. */
    public void change(SessionSettings next, long now) {
        settings = next;
        authenticator.use(next.authentication(), next.keys());
        if (state == BfdState.ADMIN_DOWN) {
            return;
        }
        announceMinTx(state == BfdState.UP ? next.minTx() : next.idleTx(), now);
        announceMinRx(next.minRx(), now);
        adjustSending(false, now);
    }

    /**
     * Ends the session by decision (§6.8.16): says so for a detection time of the neighbor, then is {@link #finished}.
     */
    public void end(long now) {
        if (state == BfdState.ADMIN_DOWN) {
            return;
        }
        long interval = interval();
        boolean known = remote.discriminator() != 0 && remote.minRx() != 0;
        move(BfdState.ADMIN_DOWN, Diagnostic.ADMIN_DOWN, now);
        expireAt = NEVER;
        forgetAt = NEVER;
        poll = 0;
        endAt = known ? now + Math.min(interval * settings.multiplier(), 1_000_000_000L) : now;
        minTx = Math.min(minTx, settings.minTx());
        sendAt = known ? now : NEVER;
    }

    /** Whether an ended session has nothing more to say. */
    public boolean finished(long now) {
        return state == BfdState.ADMIN_DOWN && endAt <= now;
    }

    /** When {@link #run} must be called, at the latest. */
    public long deadline() {
        return Math.min(Math.min(sendAt, expireAt), Math.min(forgetAt, endAt));
    }

    // ---- states and timers ----------------------------------------------------------------------------------------

    private void move(BfdState next, int why, long now) {
        BfdState before = state;
        if (next == before) {
            return;
        }
        state = next;
        diagnostic = why;
        changedAt = now;
        port.changed(this, before);
        if (next == BfdState.UP) {
            announceMinTx(settings.minTx(), now);
        } else if (before == BfdState.UP) {
            announceMinTx(settings.idleTx(), now);
        }
        if (sendAt != NEVER) {
            // §6.8.7: what is new shall be known at once.
            sendAt = now;
        }
    }

    private void announceMinTx(long wanted, long now) {
        if (wanted == minTxSaid) {
            return;
        }
        minTxSaid = wanted;
        // §6.8.3: while the session is up, longer intervals hold when the neighbor has answered.
        if (state != BfdState.UP || wanted < minTx) {
            minTx = wanted;
            reschedule(now);
        }
        beginPoll(POLL_TX, now);
    }

    private void announceMinRx(long wanted, long now) {
        if (wanted == minRxSaid) {
            return;
        }
        minRxSaid = wanted;
        // §6.8.3: while the session is up, shorter intervals are expected when the neighbor has answered.
        if (state != BfdState.UP || wanted > minRx) {
            minRx = wanted;
            expireAt = expiry();
        }
        beginPoll(POLL_RX, now);
    }

    private void beginPoll(int about, long now) {
        if (remote.discriminator() == 0) {
            return;
        }
        pollNext |= about;
        if (poll == 0) {
            poll = pollNext;
            pollNext = 0;
            adjustSending(true, now);
        }
    }

    private void endPoll() {
        // What was changed since the poll began is asked for once more.
        int done = poll & ~pollNext;
        if ((done & POLL_TX) != 0) {
            minTx = minTxSaid;
        }
        if ((done & POLL_RX) != 0) {
            minRx = minRxSaid;
        }
        poll = pollNext;
        pollNext = 0;
    }

    /** §6.8.7: whether packets are sent by themselves; {@code atOnce}: the next one is sent now. */
    private void adjustSending(boolean atOnce, long now) {
        boolean quiet = (settings.passive() && remote.discriminator() == 0)
                || remote.minRx() == 0
                || (remote.demand() && poll == 0 && state == BfdState.UP && remote.state() == BfdState.UP);
        if (quiet) {
            sendAt = NEVER;
            sentAt = NEVER;
        } else if (atOnce || sendAt == NEVER) {
            sendAt = now;
        }
    }

    private void reschedule(long now) {
        if (sendAt != NEVER && sentAt != NEVER && sendAt > now) {
            sendAt = Math.max(now, sentAt + jittered());
        }
    }

    /** §6.8.7: from 75 to 90 % of the interval, good for every multiplier. */
    private long jittered() {
        long interval = interval();
        long least = interval - interval / 4;
        return least + random.nextLong(interval * 15 / 100);
    }

    /** The interval of our packets, ns (§6.8.7). */
    public long interval() {
        return Math.max(LEAST_INTERVAL, MICRO * Math.max(minTx, remote.minRx()));
    }

    /** The detection time, ns (§6.8.4); 0 if nothing is awaited. */
    public long detectionTime() {
        return minRx == 0 ? 0 : MICRO * Math.max(minRx, remote.minTx()) * remote.multiplier();
    }

    private long expiry() {
        long time = detectionTime();
        return heardAt == NEVER || time == 0 ? NEVER : heardAt + time;
    }

    // ---- what it says of itself -----------------------------------------------------------------------------------

    /** Writes the next packet, signed; false if no key signs now. */
    public boolean write(ControlPacket packet, boolean answer, long epochMillis) {
        packet.write(
                state, diagnostic, settings.multiplier(), discriminator, remote.discriminator(), (int) minTxSaid, (int)
                        minRxSaid);
        packet.mark(!answer && poll != 0, answer);
        packet.independent(independent);
        return authenticator.sign(packet, epochMillis);
    }

    /** Its number outside. */
    public int number() {
        return number;
    }

    /** Gets another number outside; nobody else sees it. */
    public void number(int next) {
        number = next;
    }

    /** Our C bit: whether packets say that BFD goes on here while routing protocols restart (§4.1). */
    public boolean independent() {
        return independent;
    }

    /** See {@link #independent()}; the next packet says so. */
    public void independent(boolean next) {
        independent = next;
    }

    public SessionAddress address() {
        return address;
    }

    public SessionSettings settings() {
        return settings;
    }

    public int discriminator() {
        return discriminator;
    }

    public BfdState state() {
        return state;
    }

    /** See {@link Diagnostic}. */
    public int diagnostic() {
        return diagnostic;
    }

    /** When the state changed last. */
    public long changedAt() {
        return changedAt;
    }

    /** What holds now, µs. */
    public long minTx() {
        return minTx;
    }

    /** What holds now, µs. */
    public long minRx() {
        return minRx;
    }

    /** When the next packet is sent by itself; {@link #NEVER} if none is. */
    public long sendAt() {
        return sendAt;
    }

    /** Whether packets have been sent by themselves since they were last begun. */
    public boolean sending() {
        return sentAt != NEVER;
    }

    /** When the session expires; {@link #NEVER} if it does not. */
    public long expireAt() {
        return expireAt;
    }

    public RemoteSide remote() {
        return remote;
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    public Counters counters() {
        return counters;
    }

    /** What happened, since the session was made. */
    public static final class Counters {
        long received;
        long sent;
        long dropped;
        long expired;

        /** A packet left. */
        public void sent() {
            sent++;
        }

        /** A packet for this session was not taken. */
        public void dropped() {
            dropped++;
        }

        public long receivedPackets() {
            return received;
        }

        public long sentPackets() {
            return sent;
        }

        public long droppedPackets() {
            return dropped;
        }

        /** How often it expired. */
        public long expirations() {
            return expired;
        }
    }
}
