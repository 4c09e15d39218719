package org.jbgp.daemon.bmp;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jbgp.daemon.bmp.message.BmpWriter;
import org.jbgp.daemon.bmp.message.ObservedRib;
import org.jbgp.daemon.bmp.message.PeerHeader;
import org.jbgp.daemon.monitor.MonitoredSession;
import org.jbgp.daemon.monitor.SessionTap;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.FamilyNegotiated;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;

/**
 * One session as stations hear of it. Shards, the session's event loop and the {@code bmp} thread call it, each as
 * {@link SessionTap} says; it holds no state but its subscribers.
 */
final class WatchedPeer implements SessionTap, ReportedPeer {
    private final BmpHub hub;
    private final MonitoredSession session;
    private final PeerHeader header;
    private final Instant since;
    private final Subscribers subscribers = new Subscribers();
    private final Map<AddressFamily, Streams> streams = new EnumMap<>(AddressFamily.class);

    /** Routes of one family on their way to all stations. */
    private record Streams(RouteStream received, RouteStream accepted, RouteStream offered) {}

    WatchedPeer(BmpHub hub, MonitoredSession session, Instant since) {
        this.hub = hub;
        this.session = session;
        this.since = since;
        Negotiated negotiated = session.session().negotiated();
        this.header = new PeerHeader(
                PeerHeader.Sort.GLOBAL,
                0,
                session.session().remoteAddress().getAddress(),
                negotiated.peerAs(),
                negotiated.peerId(),
                !negotiated.fourByteAs());
        for (AddressFamily family : AddressFamily.values()) {
            streams.put(
                    family,
                    new Streams(
                            stream(ObservedRib.IN_PRE_POLICY, family, null),
                            stream(ObservedRib.IN_POST_POLICY, family, null),
                            stream(ObservedRib.OUT_PRE_POLICY, family, null)));
        }
    }

    /** Routes of a kind for one station, or for all with null. */
    RouteStream stream(ObservedRib rib, AddressFamily family, StationLink only) {
        return new RouteStream(this, rib, family, only);
    }

    /** What the neighbor's export filters are given, for all stations. */
    RouteStream offered(AddressFamily family) {
        return streams.get(family).offered;
    }

    MonitoredSession session() {
        return session;
    }

    /** Name of the protocol. */
    String name() {
        return session.session().name();
    }

    @Override
    public PeerHeader header() {
        return header;
    }

    @Override
    public Subscribers subscribers() {
        return subscribers;
    }

    /** As received means without what no such neighbor can send; filters may have set anything. */
    @Override
    public PeerSort sort(ObservedRib rib) {
        Negotiated negotiated = session.session().negotiated();
        return rib != ObservedRib.IN_PRE_POLICY || negotiated.internal()
                ? PeerSort.INTERNAL
                : negotiated.interior() ? PeerSort.CONFEDERATION : PeerSort.EXTERNAL;
    }

    @Override
    public boolean addPath(ObservedRib rib, AddressFamily family) {
        FamilyNegotiated agreed = session.session().negotiated().family(family);
        return agreed != null
                && switch (rib) {
                    case IN_PRE_POLICY, IN_POST_POLICY -> agreed.addPathReceive();
                    case OUT_PRE_POLICY, OUT_POST_POLICY -> agreed.addPathSend();
                    case LOCAL -> false;
                };
    }

    /** Announces the session to a station. */
    void join(StationLink link) {
        ByteBuf message = hub.buffer();
        BmpWriter.peerUp(
                message,
                header,
                since,
                session.session().localAddress(),
                session.session().remoteAddress().getPort(),
                session.session().sentOpen(),
                session.session().receivedOpen());
        subscribers.join(link, message);
    }

    // --- the shards ---

    @Override
    public void received(
            int shard,
            AddressFamily family,
            int pathId,
            long hi,
            long lo,
            int length,
            byte[] blob,
            int offset,
            int size) {
        if (subscribers.want(ObservedRib.IN_PRE_POLICY)) {
            RouteStream stream = streams.get(family).received;
            hub.reporter(shard, stream).announce(stream, null, pathId, hi, lo, length, blob, offset, size);
        }
    }

    @Override
    public void withdrawn(int shard, AddressFamily family, int pathId, long hi, long lo, int length) {
        if (subscribers.want(ObservedRib.IN_PRE_POLICY)) {
            RouteStream stream = streams.get(family).received;
            hub.reporter(shard, stream).withdraw(stream, pathId, hi, lo, length);
        }
    }

    @Override
    public void accepted(
            int shard,
            AddressFamily family,
            int pathId,
            long hi,
            long lo,
            int length,
            byte[] blob,
            int offset,
            int size) {
        if (subscribers.want(ObservedRib.IN_POST_POLICY)) {
            RouteStream stream = streams.get(family).accepted;
            hub.reporter(shard, stream).announce(stream, null, pathId, hi, lo, length, blob, offset, size);
        }
    }

    @Override
    public void removed(int shard, AddressFamily family, int pathId, long hi, long lo, int length) {
        if (subscribers.want(ObservedRib.IN_POST_POLICY)) {
            RouteStream stream = streams.get(family).accepted;
            hub.reporter(shard, stream).withdraw(stream, pathId, hi, lo, length);
        }
    }

    @Override
    public void endOfRib(AddressFamily family) {
        // Behind what other shards have yet to deliver.
        var _ = hub.whenReported(() -> {
            endOfRib(streams.get(family).received);
            endOfRib(streams.get(family).accepted);
        });
    }

    private void endOfRib(RouteStream stream) {
        hub.endOfRib(stream);
    }

    // --- any thread ---

    @Override
    public void sent(ByteBuf messages) {
        if (subscribers.want(ObservedRib.OUT_POST_POLICY)) {
            sent(messages, null, hub.now());
        }
    }

    /** @param time when they were sent, null if that is not known */
    void sent(ByteBuf messages, StationLink only, Instant time) {
        ByteBuf reports = hub.buffer(messages.readableBytes() + BmpWriter.HEADER + PeerHeader.LENGTH);
        BmpWriter.routeMonitoring(reports, header, ObservedRib.OUT_POST_POLICY, messages, true, time);
        subscribers.deliver(ObservedRib.OUT_POST_POLICY, only, reports);
    }

    // --- the session's event loop ---

    @Override
    public void malformed(ByteBuf message) {
        ByteBuf mirrored = hub.buffer();
        BmpWriter.mirrored(mirrored, header, hub.now(), message);
        subscribers.mirror(mirrored);
    }

    @Override
    public void down(DownReason reason) {
        hub.down(this);
        ByteBuf message = hub.buffer();
        BmpWriter.peerDown(message, header, hub.now(), reason);
        subscribers.close(message);
    }
}
