package org.jbgp.daemon.rpki;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.pacing.Uptime;
import org.jbgp.daemon.rpki.transport.CacheStream;
import org.jbgp.daemon.rpki.wire.Pdu;
import org.jbgp.daemon.rpki.wire.PduEncoder;

/** Streams and timers of one session with a cache. On its event loop. */
final class CacheConnection implements CachePort {
    private static final Logger logger = LogManager.getLogger(CacheConnection.class);

    private final EventLoop loop;
    private final CacheLog log;
    private final Runnable whenChanged;
    private final Map<CacheTimer, Running> timers = new EnumMap<>(CacheTimer.class);
    private CacheStream.Transport transport;
    private CacheStream.Endpoint endpoint;
    private CacheSession session;
    private CacheStream stream;
    /** The start of a message whose rest has not come. */
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;

    private record Running(ScheduledFuture<?> task, long dueNanos) {}

    /** @param whenChanged run after every event */
    CacheConnection(EventLoop loop, CacheLog log, Runnable whenChanged) {
        this.loop = loop;
        this.log = log;
        this.whenChanged = whenChanged;
    }

    /** Where the next connection leads. */
    void lead(CacheStream.Transport over, CacheStream.Endpoint to) {
        transport = over;
        endpoint = to;
    }

    /** The session that hears of events. */
    void attach(CacheSession owner) {
        session = owner;
    }

    /** Runs an event; what goes wrong in it that must not ends the connection and nothing else. */
    private void event(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            logger.error("internal error while a cache was listened to", e);
            session.closed("internal error");
        }
        whenChanged.run();
    }

    @Override
    public void connect() {
        Link link = new Link();
        link.stream = transport.open(loop, endpoint, link);
        stream = link.stream;
    }

    /** One stream; once another one took its place, what it says does not count. */
    private final class Link implements CacheStream.Listener {
        private CacheStream stream;

        private boolean current() {
            return stream != null && stream.equals(CacheConnection.this.stream);
        }

        @Override
        public void opened() {
            if (current()) {
                event(session::connected);
            }
        }

        @Override
        public void read(ByteBuf bytes) {
            if (current()) {
                event(() -> take(bytes));
            }
        }

        @Override
        public void closed(String reason) {
            if (current()) {
                drop();
                event(() -> session.closed(reason));
            }
        }
    }

    private void take(ByteBuf bytes) {
        ByteBuf in = bytes;
        if (rest.isReadable()) {
            in = Unpooled.buffer(rest.readableBytes() + bytes.readableBytes())
                    .writeBytes(rest)
                    .writeBytes(bytes);
        }
        rest = Unpooled.EMPTY_BUFFER;
        CacheStream before = stream;
        session.read(in);
        if (in.isReadable() && before.equals(stream)) {
            // Less than one message, so the session bounds it.
            rest = Unpooled.copiedBuffer(in);
        }
    }

    private void drop() {
        stream = null;
        rest = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void send(int version, Pdu pdu) {
        ByteBuf out = Unpooled.buffer(32);
        PduEncoder.write(out, version, pdu);
        write(out);
    }

    @Override
    public void sendError(int version, int code, ByteBuf broken, int at, int length, String text) {
        ByteBuf out = Unpooled.buffer(256);
        PduEncoder.error(out, version, code, broken, at, length, text);
        write(out);
    }

    private void write(ByteBuf out) {
        if (stream != null) {
            stream.write(out);
        }
    }

    @Override
    public void close() {
        CacheStream open = stream;
        drop();
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void start(CacheTimer timer, long seconds) {
        stop(timer);
        ScheduledFuture<?> task = loop.schedule(
                () -> {
                    timers.remove(timer);
                    event(() -> session.due(timer));
                },
                seconds,
                TimeUnit.SECONDS);
        timers.put(timer, new Running(task, Uptime.nanos() + TimeUnit.SECONDS.toNanos(seconds)));
    }

    @Override
    public void stop(CacheTimer timer) {
        Running running = timers.remove(timer);
        if (running != null) {
            running.task.cancel(false);
        }
    }

    /** When a timer is due, by {@link Uptime}; 0 if it does not run. */
    long due(CacheTimer timer) {
        Running running = timers.get(timer);
        return running == null ? 0 : running.dueNanos;
    }

    @Override
    public long millis() {
        return Uptime.millis();
    }

    @Override
    public CacheLog log() {
        return log;
    }
}
