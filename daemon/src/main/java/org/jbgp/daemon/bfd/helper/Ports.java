package org.jbgp.daemon.bfd.helper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.udp.SocketPoll;
import org.jbgp.kernel.udp.UdpSocket;

/**
 * The sockets: those that receive, for all or (strict bind) for each local address, and those that send, one for each
 * local address and interface. The loop's thread. A socket that cannot be opened is tried again until it can.
 */
final class Ports implements AutoCloseable {
    /** RFC 5881 §4 and RFC 5883 §5. */
    static final int SINGLE_HOP = 3784;

    static final int MULTIHOP = 4784;

    /** RFC 5881 §4: source ports of control packets. */
    private static final int FIRST_SOURCE = 49152;

    private static final int SOURCES = 65536 - FIRST_SOURCE;
    private static final int SOURCE_TRIES = 32;
    private static final int TTL = 255;
    /** Room for what comes while this process does not run: some thousand packets. */
    private static final int RECEIVE_BUFFER = 1 << 20;

    private static final long RETRY_NANOS = 2_000_000_000L;

    /** A socket that receives, or shall. */
    static final class Receiver {
        final boolean ipv6;
        final boolean multihop;
        private final KernelIp local;
        private final int linkIndex;
        private final String linkName;
        UdpSocket socket;
        /** Nothing that arrived before lay unread then. */
        long emptyAt;

        boolean drained = true;
        private String said = "";

        private Receiver(boolean ipv6, boolean multihop, KernelIp local, int linkIndex, String linkName) {
            this.ipv6 = ipv6;
            this.multihop = multihop;
            this.local = local;
            this.linkIndex = linkIndex;
            this.linkName = linkName;
        }
    }

    private record Way(Family family, KernelIp local, int linkIndex) {}

    /** What the sessions of one way share. */
    static final class Shared {
        private int users;
        /** Null while it cannot be opened. */
        UdpSocket sender;

        Receiver receiver;
        String said = "";
    }

    private final SocketPoll poll;
    private final Consumer<Report> reports;
    private final RandomGenerator random;
    private final List<Receiver> receivers = new ArrayList<>();
    private final Map<Way, Shared> ways = new HashMap<>();
    private Order.Listen wanted;
    private long retryAt = Long.MAX_VALUE;

    Ports(SocketPoll poll, Consumer<Report> reports, RandomGenerator random) {
        this.poll = poll;
        this.reports = reports;
        this.random = random;
    }

    List<Receiver> receivers() {
        return receivers;
    }

    /** When {@link #retry} wants to be called; {@link Long#MAX_VALUE}: need not be. */
    long retryAt() {
        return retryAt;
    }

    void listen(Order.Listen order, long now) {
        wanted = order;
        if (order.strictBind()) {
            return;
        }
        for (boolean ipv6 : new boolean[] {false, true}) {
            for (boolean multihop : new boolean[] {false, true}) {
                Order.Accepted accepted = order.accepted();
                if ((ipv6 ? accepted.ipv6() : accepted.ipv4())
                        && (multihop ? accepted.multihop() : accepted.direct())) {
                    Receiver receiver = new Receiver(ipv6, multihop, null, 0, "");
                    receivers.add(receiver);
                    open(receiver, now);
                }
            }
        }
    }

    private void open(Receiver receiver, long now) {
        try {
            UdpSocket socket = UdpSocket.open(receiver.ipv6 ? Family.IPV6 : Family.IPV4);
            try {
                socket.reportArrival();
                if (wanted.zeroUdp6ChecksumRx()) {
                    socket.takeWithoutChecksum();
                }
                socket.receiveBuffer(RECEIVE_BUFFER);
                bindToDevice(socket, receiver.linkName);
                socket.bind(receiver.local, receiver.linkIndex, receiver.multihop ? MULTIHOP : SINGLE_HOP);
            } catch (KernelException e) {
                socket.close();
                throw e;
            }
            receiver.socket = socket;
            receiver.emptyAt = now;
            receiver.said = "";
            poll.add(socket);
        } catch (KernelException e) {
            retryAt = Math.min(retryAt, now + RETRY_NANOS);
            receiver.said = say(receiver.said, "Cannot receive: " + e.getMessage());
        }
    }

    /** To the session's interface, else to the VRF, if there is either. */
    private void bindToDevice(UdpSocket socket, String link) throws KernelException {
        String device = link.isEmpty() && wanted != null ? wanted.vrf() : link;
        if (!device.isEmpty()) {
            socket.bindTo(device);
        }
    }

    private String say(String said, String text) {
        if (!said.equals(text)) {
            reports.accept(new Report.Said(true, text));
        }
        return text;
    }

    /** Tries again what could not be opened. */
    void retry(long now) {
        if (now < retryAt) {
            return;
        }
        retryAt = Long.MAX_VALUE;
        for (Receiver receiver : receivers) {
            if (receiver.socket == null) {
                open(receiver, now);
            }
        }
        ways.forEach((way, shared) -> {
            if (shared.sender == null) {
                openSender(way, shared, now);
            }
        });
    }

    /** A session needs its way: the sockets it shares with others, until {@link #release}. */
    Shared acquire(SessionAddress address, long now) {
        Way way = way(address);
        Shared shared = ways.computeIfAbsent(way, ignored -> new Shared());
        if (shared.users++ > 0) {
            return shared;
        }
        // The interface's name goes with the first session: it is the same for all of the same index.
        shared.receiver = wanted != null && wanted.strictBind()
                ? new Receiver(
                        way.family() == Family.IPV6,
                        address.multihop(),
                        address.local(),
                        address.linkIndex(),
                        address.linkName())
                : null;
        linkNames.put(address.linkIndex(), address.linkName());
        if (shared.receiver != null) {
            receivers.add(shared.receiver);
            open(shared.receiver, now);
        }
        openSender(way, shared, now);
        return shared;
    }

    private final Map<Integer, String> linkNames = new HashMap<>();

    private void openSender(Way way, Shared shared, long now) {
        try {
            UdpSocket socket = UdpSocket.open(way.family());
            try {
                // Hops do not count in multihop sessions, but some (FRR) want no fewer than 254.
                socket.timeToLive(TTL);
                bindToDevice(socket, linkNames.getOrDefault(way.linkIndex(), ""));
                bindSource(socket, way);
            } catch (KernelException e) {
                socket.close();
                throw e;
            }
            shared.sender = socket;
            shared.said = "";
        } catch (KernelException e) {
            retryAt = Math.min(retryAt, now + RETRY_NANOS);
            shared.said = say(shared.said, "Cannot send: " + e.getMessage());
        }
    }

    private void bindSource(UdpSocket socket, Way way) throws KernelException {
        for (int i = 1; ; i++) {
            try {
                socket.bind(way.local(), way.linkIndex(), FIRST_SOURCE + random.nextInt(SOURCES));
                return;
            } catch (KernelException e) {
                if (i == SOURCE_TRIES || e.errno() != Errno.EADDRINUSE) {
                    throw e;
                }
            }
        }
    }

    /** A session needs its way no more. */
    void release(SessionAddress address) {
        Way way = way(address);
        Shared shared = ways.get(way);
        if (shared == null || --shared.users > 0) {
            return;
        }
        ways.remove(way);
        if (shared.sender != null) {
            shared.sender.close();
        }
        if (shared.receiver != null) {
            receivers.remove(shared.receiver);
            close(shared.receiver);
        }
    }

    private void close(Receiver receiver) {
        if (receiver.socket != null) {
            poll.remove(receiver.socket);
            receiver.socket.close();
        }
    }

    private static Way way(SessionAddress address) {
        return new Way(address.remote().family(), address.local(), address.linkIndex());
    }

    @Override
    public void close() {
        receivers.forEach(this::close);
        receivers.clear();
        ways.values().forEach(shared -> {
            if (shared.sender != null) {
                shared.sender.close();
            }
        });
        ways.clear();
    }
}
