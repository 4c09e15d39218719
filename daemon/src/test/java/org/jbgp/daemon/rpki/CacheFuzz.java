package org.jbgp.daemon.rpki;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.daemon.policy.validity.LiveValidity;
import org.jbgp.daemon.rpki.wire.Pdu;
import org.jbgp.daemon.rpki.wire.PduDecoder;
import org.jbgp.daemon.rpki.wire.PduEncoder;

/**
 * Any bytes from a cache, in pieces, among connections that come and go and timers: nothing is thrown, no more than a
 * message waits for its rest, tables change with a complete answer only, and whatever state comes of it has something
 * that leads out of it.
 */
public final class CacheFuzz {
    private static final RpkiConfig CONFIG = (RpkiConfig) ConfigurationLoader.loadText(
                    "fuzz",
                    "router id 1.1.1.1; protocol device { } roa4 table r4; roa6 table r6; aspa table at;\n"
                            + "protocol rpki c { roa4 { table r4; import limit 9 action block; };"
                            + " roa6 { table r6; import filter { if net.len > 40 then reject; accept; }; };"
                            + " aspa { table at; }; remote 10.0.0.1; }\n",
                    Optional.of(Dialect.BIRD_2))
            .configuration()
            .orElseThrow()
            .protocol("c")
            .orElseThrow();
    /** One for all inputs: what it says is paced. */
    private static final CacheLog LOG = new CacheLog(CONFIG.common());

    private CacheFuzz() {}

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static CacheSettings settings(int choice) {
        int lowest = choice % 3;
        return new CacheSettings(
                CONFIG.refresh(), CONFIG.retry(), CONFIG.expire(), lowest, lowest + choice / 3 % (3 - lowest));
    }

    /** What the session asks of the world. */
    private static final class World implements CachePort {
        private final Set<CacheTimer> timers = EnumSet.noneOf(CacheTimer.class);
        private long now;
        private boolean opening;
        private boolean open;
        private int sent;

        @Override
        public void connect() {
            require(!open, "a second connection");
            opening = true;
        }

        @Override
        public void send(int version, Pdu pdu) {
            require(open, "a message to nobody");
            PduEncoder.write(Unpooled.buffer(), version, pdu);
            sent++;
        }

        @Override
        public void sendError(int version, int code, ByteBuf broken, int at, int length, String text) {
            ByteBuf out = Unpooled.buffer();
            PduEncoder.error(out, version, code, broken, at, length, text);
            require(out.readableBytes() <= PduDecoder.LONGEST, "an Error Report that nobody may read");
            sent++;
        }

        @Override
        public void close() {
            open = false;
            opening = false;
        }

        @Override
        public void start(CacheTimer timer, long seconds) {
            require(seconds > 0, timer + " in " + seconds + " s");
            timers.add(timer);
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
            return LOG;
        }
    }

    /** First byte: the versions; then, again and again, what happens, a number, and for data so many bytes. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 1) {
            return;
        }
        World world = new World();
        LiveValidity live = new LiveValidity();
        CacheFeed feed = new CacheFeed(CONFIG, live, limit -> {}, changed -> {});
        CacheSession session = new CacheSession(settings(input[0] & 0xFF), world, feed);
        ByteBuf rest = Unpooled.EMPTY_BUFFER;
        session.start();
        int at = 1;
        while (at + 2 <= input.length) {
            int what = input[at] & 0x0F;
            int number = input[at + 1] & 0xFF;
            at += 2;
            int shown = shown(feed);
            long updated = session.updated();
            int sent = world.sent;
            switch (what) {
                case 0 -> {
                    world.opening = false;
                    world.open = false;
                    rest = Unpooled.EMPTY_BUFFER;
                    session.closed("");
                }
                case 1 -> {
                    CacheTimer[] timers = CacheTimer.values();
                    CacheTimer timer = timers[number % timers.length];
                    world.now += number * 1_000L;
                    if (world.timers.remove(timer)) {
                        session.due(timer);
                    }
                }
                case 2 -> session.refresh();
                case 3 -> session.configure(settings(number));
                case 4 -> session.reconnect();
                default -> {
                    if (world.opening) {
                        world.opening = false;
                        world.open = true;
                        rest = Unpooled.EMPTY_BUFFER;
                        session.connected();
                    }
                    int length = Math.min(number, input.length - at);
                    ByteBuf in = Unpooled.wrappedBuffer(rest.copy(), Unpooled.wrappedBuffer(input, at, length));
                    at += length;
                    world.now++;
                    if (world.open) {
                        session.read(in);
                    }
                    rest = world.open ? in.copy() : Unpooled.EMPTY_BUFFER;
                    require(rest.readableBytes() < PduDecoder.LONGEST, "too much waits for its rest");
                    require(session.updated() != updated || shown(feed) == shown, "half an answer is in force");
                }
            }
            require(world.sent - sent <= 1 + number, "messages without end");
            check(session, world);
        }
        session.stop();
        feed.leave();
        require(world.timers.isEmpty() && !world.open && !world.opening, "something is left behind");
        require(live.roas("r4", true).size() == 0, "data of a cache that is gone");
    }

    private static int shown(CacheFeed feed) {
        return feed.channels().stream().mapToInt(FedChannel::shown).sum();
    }

    private static void check(CacheSession session, World world) {
        CacheState state = session.state();
        require(state.connected() == world.open, state + " with open = " + world.open);
        CacheTimer needed = switch (state) {
            case CONNECTING, NO_DATA, FATAL, TRANSPORT_ERROR -> CacheTimer.RETRY;
            case SYNC_START, SYNC_RUNNING -> CacheTimer.PROGRESS;
            case ESTABLISHED -> CacheTimer.REFRESH;
            case DOWN -> throw new IllegalStateException("it has ended");
        };
        require(world.timers.contains(needed), state + " has no way out: " + world.timers);
        require(session.updated() < 0 || world.timers.contains(CacheTimer.EXPIRE), "data that never expires");
    }
}
