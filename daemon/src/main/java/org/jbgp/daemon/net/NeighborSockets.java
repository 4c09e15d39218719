package org.jbgp.daemon.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.net.Inet6Address;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.net.connection.BgpConnection;
import org.jbgp.daemon.net.connection.Futures;
import org.jbgp.daemon.net.connection.Ticker;
import org.jbgp.daemon.net.socket.Addresses;
import org.jbgp.daemon.net.socket.AoSocket;
import org.jbgp.daemon.net.socket.Dialer;
import org.jbgp.daemon.net.socket.SocketErrors;
import org.jbgp.daemon.net.socket.SocketOptions;
import org.jbgp.daemon.net.socket.Sockets;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.fsm.PeerEvent;
import org.jbgp.daemon.session.fsm.Side;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.Notification;

/**
 * The connections of one neighbor, dialled and accepted, until the last byte is sent. The
 * neighbor's event loop owns all of it; {@link #accept} is called on the listener's loop, and touches only the socket
 * that it was given.
 */
final class NeighborSockets implements BgpConnection.Owner {
    private static final Logger LOG = LogManager.getLogger(NeighborSockets.class);

    /** With more sockets than this lingering, further ones are closed without waiting for the other side. */
    private static final int SOCKET_LIMIT = 8;

    /** Between two log lines about connections that were not taken. */
    private static final long REFUSAL_LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Sockets sockets;
    private final Supplier<NeighborSettings> settings;
    private final EventLoop loop;
    private final Ticker ticker;
    private final NeighborRecord record;
    private final Consumer<PeerEvent> machine;
    private final Runnable whenSilent;
    private final LogPace refusals = new LogPace(REFUSAL_LOG_NANOS, System::nanoTime);
    /** Sockets that are not closed yet. */
    private final List<BgpConnection> open = new ArrayList<>(2);
    /** Those of them that have something left to send. */
    private final List<BgpConnection> speaking = new ArrayList<>(2);
    /** Those that the machine knows. */
    private final Map<Side, BgpConnection> connections = new EnumMap<>(Side.class);
    /** Of those whose password changed. */
    private final Map<BgpConnection, Rekeying> rekeyings = new HashMap<>(0);
    /** Accepted, and not yet adopted or rejected by the machine. */
    private BgpConnection candidate;

    private NeighborMessages messages;

    /**
     * @param sockets where sockets come from
     * @param whenSilent runs whenever a connection has sent its last byte
     */
    NeighborSockets(
            Sockets sockets,
            Supplier<NeighborSettings> settings,
            EventLoop loop,
            Ticker ticker,
            NeighborRecord record,
            Consumer<PeerEvent> machine,
            Runnable whenSilent) {
        this.sockets = sockets;
        this.settings = settings;
        this.loop = loop;
        this.ticker = ticker;
        this.record = record;
        this.machine = machine;
        this.whenSilent = whenSilent;
    }

    /** Where messages go; set once, before the first connection. */
    void messages(NeighborMessages receiver) {
        messages = receiver;
    }

    /** The connection of a side that the machine knows, null if there is none. */
    BgpConnection at(Side side) {
        return connections.get(side);
    }

    /** True when every connection has sent its last byte. */
    boolean isSilent() {
        return speaking.isEmpty();
    }

    // --- what the machine wants done ---

    void dial() {
        Dialer.Dial dial;
        try {
            NeighborSettings now = settings.get();
            dial = Dialer.prepare(
                    sockets, now, now.aoKeys().isEmpty() ? List.of() : AoRollover.bestFirst(now.aoKeys()));
        } catch (SocketException | ChannelException e) {
            machine.accept(new PeerEvent.Disconnected(Side.OUTGOING, SocketErrors.text(e)));
            return;
        }
        BgpConnection connection = new BgpConnection(this, Side.OUTGOING, dial.channel(), record.sent());
        connections.put(Side.OUTGOING, connection);
        open.add(connection);
        speaking.add(connection);
        dial.channel().pipeline().addLast(connection);
        dial.channel().config().setConnectTimeoutMillis(0); // the machine's ConnectRetryTimer decides
        Futures.forget(loop.register(dial.channel()).addListener((ChannelFutureListener) registered -> {
            ChannelFuture connecting = dial.channel().connect(dial.remote(), dial.local());
            boolean atOnce = connecting.isDone();
            Futures.forget(connecting.addListener((ChannelFuture connected) -> dialled(connection, connected, atOnce)));
        }));
    }

    private void dialled(BgpConnection connection, ChannelFuture connected, boolean atOnce) {
        if (!connected.isSuccess()) {
            lost(connection, SocketErrors.ofDial(connected.cause(), atOnce));
            connection.close(null);
            closed(connection);
        }
    }

    /** Takes the connection that was accepted last. */
    void adopt() {
        connections.put(Side.INCOMING, candidate);
        candidate = null;
    }

    /** Turns it away. */
    void reject(Notification notification) {
        // A neighbor that dials in a loop must not take all file descriptors.
        candidate.close(open.size() > SOCKET_LIMIT ? null : notification);
        candidate = null;
    }

    /** Closes a connection, if there is one on that side; {@code before} runs first then. */
    void close(Side side, Notification notification, Runnable before) {
        BgpConnection connection = connections.remove(side);
        if (connection != null) {
            before.run();
            connection.close(notification);
        }
    }

    void sendKeepalive(Side side) {
        BgpConnection connection = connections.get(side);
        connection.sendKeepalive();
        Rekeying rekeying = rekeyings.get(connection);
        if (rekeying != null) {
            rekeying.sent();
        }
    }

    /** A KEEPALIVE on the connection of an established session, out of turn. */
    void sendKeepalives() {
        connections.keySet().forEach(this::sendKeepalive);
    }

    /** Gives the living connections the new key; see {@link Rekeying}. */
    void changePassword(String previous, NeighborSettings next) {
        for (BgpConnection connection : connections.values()) {
            if (connection.channel().isActive()) {
                rekeyings
                        .computeIfAbsent(
                                connection,
                                each -> new Rekeying(
                                        next.name(), each.channel(), next.remoteAddress(), loop, ticker, previous))
                        .wanted(next.password());
            }
        }
    }

    /**
     * Gives the living connections other keys of TCP-AO.
     *
     * @return false if one of them cannot have them, so that it must begin anew
     */
    boolean changeAoKeys(AoRollover rollover, NeighborSettings next) {
        boolean done = true;
        for (BgpConnection connection : connections.values()) {
            if (connection.channel().isActive()) {
                done &= rollover.connection(new AoSocket(connection.channel(), next.remoteAddress()));
            }
        }
        return done;
    }

    /** The keys of TCP-AO on the living connections, in words. */
    List<String> aoSockets() {
        List<String> lines = new ArrayList<>();
        connections.forEach((side, connection) -> {
            if (connection.channel().isActive()) {
                lines.addAll(AoReport.connection(
                        settings.get().name(),
                        side,
                        new AoSocket(connection.channel(), settings.get().remoteAddress())));
            }
        });
        return lines;
    }

    // --- incoming connections ---

    /** A connection the listener has accepted; called on the listener's loop. */
    void accept(DuplexChannel channel) {
        NeighborSettings now = settings.get();
        boolean ipv6 = now.remoteAddress() instanceof Inet6Address;
        BgpConnection connection = new BgpConnection(this, Side.INCOMING, channel, record.sent());
        try {
            SocketOptions.connection(channel, ipv6, now.transport().hops());
        } catch (ChannelException e) {
            channel.unsafe().closeForcibly();
            onLoop(() -> refused(SocketErrors.text(e)));
            return;
        }
        int hops = now.transport().hops().minimumReceiveTtl() > 0 ? SocketOptions.receivedHops(channel, ipv6) : -1;
        if (hops >= 0 && hops < now.transport().hops().minimumReceiveTtl()) {
            // RFC 5082 §3: as if it had never come.
            channel.unsafe().closeForcibly();
            onLoop(() -> tooFar(hops, now.transport().hops().minimumReceiveTtl()));
            return;
        }
        if (!now.aoKeys().isEmpty()) {
            String unfit = AoRollover.admit(new AoSocket(channel, now.remoteAddress()), now.aoKeys());
            if (!unfit.isEmpty()) {
                channel.unsafe().closeForcibly();
                onLoop(() -> refused(unfit));
                return;
            }
        }
        channel.pipeline().addLast(connection);
        Futures.forget(loop.register(channel));
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void refused(String reason) {
        if (refusals.permits()) {
            LOG.warn("{}: incoming connection: {}{}", settings.get().name(), reason, refusals.leftOut());
        }
    }

    private void tooFar(int hops, int least) {
        String text = "TTL " + hops + " is less than " + least + " ('ttl security')";
        refused(text);
        machine.accept(new PeerEvent.Suspected(new LastError(LastError.Category.MISCELLANEOUS, text)));
    }

    // --- what connections report ---

    @Override
    public void active(BgpConnection connection) {
        if (connection.side() == Side.INCOMING) {
            open.add(connection);
            speaking.add(connection);
            candidate = connection;
            machine.accept(new PeerEvent.Accepted());
        } else if (isCurrent(connection)) {
            machine.accept(new PeerEvent.Connected());
        }
    }

    @Override
    public void message(BgpConnection connection, MessageType type, int length) {
        messages.arrived(type, length);
    }

    @Override
    public void worked(long nanos) {
        record.received().worked(nanos);
    }

    @Override
    public void deliver(BgpConnection connection, MessageType type, ByteBuf body) {
        messages.deliver(connection, type, body);
    }

    @Override
    public void malformed(BgpConnection connection, Notification notification) {
        if (isCurrent(connection)) {
            machine.accept(new PeerEvent.ErrorFound(connection.side(), notification));
        }
    }

    @Override
    public void lost(BgpConnection connection, String error) {
        if (isCurrent(connection)) {
            connections.remove(connection.side());
            machine.accept(new PeerEvent.Disconnected(connection.side(), error, hint(error)));
        }
    }

    private String hint(String error) {
        return error.equals("Cannot assign requested address") && settings.get().localAddress() != null
                ? "the source address " + Addresses.text(settings.get().localAddress())
                        + " is on no interface of this host"
                : "";
    }

    @Override
    public void finished(BgpConnection connection) {
        speaking.remove(connection);
        whenSilent.run();
    }

    @Override
    public void closed(BgpConnection connection) {
        open.remove(connection);
        rekeyings.remove(connection);
        finished(connection);
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    private boolean isCurrent(BgpConnection connection) {
        return connections.get(connection.side()) == connection;
    }
}
