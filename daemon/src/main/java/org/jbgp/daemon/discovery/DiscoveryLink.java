package org.jbgp.daemon.discovery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.daemon.control.view.RadvStatus;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.udp.SocketPoll;
import org.jbgp.kernel.udp.UdpSocket;

/** An interface with its socket: what comes and goes by it. On the discovery thread. */
final class DiscoveryLink implements LinkDiscovery.Output {
    private static final Logger log = LogManager.getLogger(DiscoveryLink.class);

    private static final KernelIp ALL_NODES = new KernelIp(Family.IPV6, 0xff02_0000_0000_0000L, 1);
    private static final KernelIp ALL_ROUTERS = new KernelIp(Family.IPV6, 0xff02_0000_0000_0000L, 2);

    /** Between two attempts to open the socket; an address may take some time to become usable. */
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    /** Without the capability it is tried seldom: nobody gives it to a running process. */
    private static final long RETRY_REFUSED = TimeUnit.SECONDS.toNanos(30);

    /** Failed attempts before the log says so: an address that was just given is none yet. */
    private static final int QUIET_FAILURES = 4;

    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Most messages read in a second; the rest waits in the kernel, which drops what is too much. */
    private static final int MOST_A_SECOND = 200;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * Where discovery is done.
     *
     * @param index of the interface
     * @param own its link-local address
     */
    record Place(int index, String name, KernelIp own) {}

    private final String protocol;
    private final Place place;
    private final SocketPoll poll;
    private final LinkDiscovery discovery;
    private final ByteBuffer out = ByteBuffer.allocateDirect(64);
    private final LogPace faults = new LogPace(LOG_NANOS, System::nanoTime);
    private final LogPace sendFaults = new LogPace(LOG_NANOS, System::nanoTime);
    private final LogPace tooMany = new LogPace(LOG_NANOS, System::nanoTime);

    private UdpSocket socket;
    private boolean polled;
    private String problem = "";
    private int failures;
    private long openAt;
    private long second;
    private int thisSecond;
    private boolean events;
    private boolean leaving;

    private long sent;
    private long received;
    private long ignored;

    DiscoveryLink(
            String protocol, Place place, RadvConfig.Interfaces options, SocketPoll poll, RandomGenerator random) {
        this.protocol = protocol;
        this.place = place;
        this.poll = poll;
        long now = System.nanoTime();
        this.discovery = new LinkDiscovery(options, random, now);
        this.openAt = now;
        this.second = now;
    }

    Place place() {
        return place;
    }

    void options(RadvConfig.Interfaces options, boolean events, long now) {
        this.events = events;
        if (!options.equals(discovery.options())) {
            discovery.options(options, now);
        }
    }

    /** Does what is due; true if who is there has changed. */
    boolean act(long now) {
        if (socket == null && now - openAt >= 0) {
            open(now);
        }
        if (socket == null) {
            return false;
        }
        if (now - second >= SECOND) {
            second = now;
            thisSecond = 0;
        }
        poll(thisSecond < MOST_A_SECOND);
        return discovery.act(now, this);
    }

    private void poll(boolean wanted) {
        if (wanted != polled) {
            polled = wanted;
            if (wanted) {
                poll.add(socket);
            } else {
                poll.remove(socket);
            }
        }
    }

    /** When {@link #act} has something to do next. */
    long due() {
        if (socket == null) {
            return openAt;
        }
        long due = discovery.due();
        return !polled && second + SECOND - due < 0 ? second + SECOND : due;
    }

    private void open(long now) {
        UdpSocket opened = null;
        try {
            opened = UdpSocket.openIcmp6(DiscoveryMessage.SOLICITATION, DiscoveryMessage.ADVERTISEMENT);
            opened.bindTo(place.name);
            opened.bind(place.own, place.index, 0);
            opened.timeToLive(DiscoveryMessage.HOPS);
            opened.multicast(place.index, DiscoveryMessage.HOPS, ALL_ROUTERS);
            opened.reportArrival();
            socket = opened;
            problem = "";
            failures = 0;
        } catch (KernelException e) {
            if (opened != null) {
                opened.close();
            }
            failed(e, now);
        }
    }

    private void failed(KernelException e, long now) {
        boolean refused = e.errno() == Errno.EPERM || e.errno() == Errno.EACCES;
        String text = e.getMessage() + (refused ? "; router discovery needs the capability CAP_NET_RAW" : "");
        openAt = now + (refused ? RETRY_REFUSED : RETRY);
        failures++;
        if (!text.equals(problem) && (refused || failures > QUIET_FAILURES)) {
            log.error("{}: {}: {}; trying again", protocol, place.name, text);
            problem = text;
        }
    }

    /** Whether its socket is the one of that number in the poll. */
    boolean owns(UdpSocket other) {
        return socket == other;
    }

    /** Reads what has come, at most so much as a second may have; true if who is there has changed. */
    boolean receive(ByteBuffer buffer, long now) {
        boolean changed = false;
        while (thisSecond < MOST_A_SECOND) {
            int length = socket.receive(buffer);
            if (length < 0) {
                if (length != -Errno.EAGAIN) {
                    lost(-length, now);
                }
                return changed;
            }
            thisSecond++;
            changed |= received(buffer, length, now);
        }
        return changed;
    }

    /** An interface that goes leaves an error behind; the socket is made anew if it is still wanted then. */
    private void lost(int errno, long now) {
        if (sendFaults.permits()) {
            log.warn("{}: {}: receive: {}{}", protocol, place.name, Errno.text(errno), sendFaults.leftOut());
        }
        closeSocket();
        openAt = now + RETRY;
    }

    private boolean received(ByteBuffer buffer, int length, long now) {
        received++;
        long hi = socket.sourceHi();
        long lo = socket.sourceLo();
        boolean linkLocal = hi >>> 54 == 0xfe80L >>> 6;
        boolean unspecified = hi == 0 && lo == 0;
        KernelIp from = new KernelIp(Family.IPV6, hi, lo);
        if (from.equals(place.own)) {
            return false;
        }
        String fault = DiscoveryMessage.fault(buffer, length, socket.hops(), linkLocal, unspecified);
        if (!fault.isEmpty()) {
            ignored++;
            if (faults.permits()) {
                log.warn(
                        "{}: ignoring a message of router discovery from {} on {}: {}{}",
                        protocol,
                        from,
                        place.name,
                        fault,
                        faults.leftOut());
            }
            return false;
        }
        if (DiscoveryMessage.type(buffer) == DiscoveryMessage.SOLICITATION) {
            discovery.solicited(unspecified ? null : from, now, this);
            return false;
        }
        return heard(from, DiscoveryMessage.lifetime(buffer), now);
    }

    private boolean heard(KernelIp from, int lifetime, long now) {
        return switch (discovery.advertised(from, lifetime, now)) {
            case FOUND -> {
                event("Router {} advertised on {} (lifetime {} s)", from, place.name, lifetime);
                yield true;
            }
            case LOST -> {
                event("Router {} withdrawn on {}", from, place.name);
                yield true;
            }
            case KNOWN -> false;
            case REFUSED -> {
                ignored++;
                if (tooMany.permits()) {
                    log.warn(
                            "{}: too many routers on {} ('router limit' is {}); {} is ignored{}",
                            protocol,
                            place.name,
                            discovery.options().most(),
                            from,
                            tooMany.leftOut());
                }
                yield false;
            }
        };
    }

    private void event(String text, Object... about) {
        if (events) {
            log.trace(protocol + ": " + text, about);
        }
    }

    @Override
    public void advertise(int lifetime, KernelIp to) {
        int length = DiscoveryMessage.advertisement(
                out, lifetime, discovery.options().advertising().preference());
        send(length, to == null ? ALL_NODES : to);
    }

    @Override
    public void solicit() {
        send(DiscoveryMessage.solicitation(out), ALL_ROUTERS);
    }

    private void send(int length, KernelIp to) {
        int errno = socket.send(out, length, to, place.index, 0);
        if (errno == 0) {
            sent++;
        } else if (!leaving && sendFaults.permits()) {
            log.warn("{}: {}: send: {}{}", protocol, place.name, Errno.text(errno), sendFaults.leftOut());
        }
    }

    /** Adds those that are there. */
    void addTo(List<Found> all) {
        discovery.routers().keySet().forEach(router -> all.add(new Found(address(router), place.name)));
    }

    /** A router that is there. */
    record Found(IpAddress address, String interfaceName) {}

    private static IpAddress address(KernelIp address) {
        return IpAddress.ipv6(address.hi(), address.lo());
    }

    /** How it stands. */
    RadvStatus.Link view(long now) {
        List<RadvStatus.Router> routers = new ArrayList<>();
        discovery
                .routers()
                .forEach((address, expiry) ->
                        routers.add(new RadvStatus.Router(address.toString(), (expiry - now) / SECOND)));
        return new RadvStatus.Link(
                place.name,
                socket != null ? null : problem.isEmpty() ? "waits for its address" : problem,
                routers,
                new RadvStatus.Messages(sent, received, ignored));
    }

    /** Takes leave, and closes the socket. */
    void close() {
        if (socket != null) {
            // The interface may have gone already.
            leaving = true;
            discovery.end(this);
            closeSocket();
        }
    }

    private void closeSocket() {
        poll(false);
        socket.close();
        socket = null;
    }
}
