package org.jbgp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.Netlink;
import org.jbgp.kernel.netlink.NetlinkSocket;

/** The subscription to changes of links, addresses and routes. Owned by one thread. */
final class EventReader implements AutoCloseable {
    private static final int GROUPS = Rtnetlink.GROUP_LINK
            | Rtnetlink.GROUP_IPV4_ADDRESS
            | Rtnetlink.GROUP_IPV6_ADDRESS
            | Rtnetlink.GROUP_IPV4_ROUTE
            | Rtnetlink.GROUP_IPV6_ROUTE
            | Rtnetlink.GROUP_NEXT_HOP; // a kernel without them ignores the bit

    private final NetlinkSocket socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024).order(ByteOrder.nativeOrder());
    private final LinkDecoder links = new LinkDecoder();
    private final AddressDecoder addresses = new AddressDecoder();
    private final RouteMessage route = new RouteMessage();
    private final NextHopDecoder nextHops = new NextHopDecoder();

    EventReader(int receiveBufferBytes, int ownPort) throws KernelException {
        this.socket = NetlinkSocket.open(GROUPS);
        try {
            socket.receiveBuffer(receiveBufferBytes);
            socket.ignoreEchoOf(ownPort);
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
    }

    /** Asks for another receive buffer; answers the bytes granted. */
    int receiveBuffer(int bytes) {
        return socket.receiveBuffer(bytes);
    }

    int fd() {
        return socket.fd();
    }

    /**
     * Delivers what waits, at most {@code limit} datagrams; answers how many there were.
     *
     * <p>Once the kernel has dropped something it drops everything, and says so no more, until nothing waits
     * (NETLINK_S_CONGESTED). So then all is delivered, which has an end, and only what is looked at afterwards has
     * missed nothing.
     */
    int deliver(KernelEventSink sink, int limit) throws KernelException {
        int datagrams = 0;
        boolean dropping = false;
        while (datagrams < limit || dropping) {
            int received = socket.receiveNow(buffer);
            if (received == 0) {
                break;
            }
            datagrams++;
            if (received == -Errno.ENOBUFS) {
                dropping = true;
            } else if (received < 0) {
                throw new KernelException("receive rtnetlink events", -received);
            } else {
                datagram(sink, received);
            }
        }
        if (dropping) {
            sink.resyncNeeded();
        }
        return datagrams;
    }

    private void datagram(KernelEventSink sink, int received) {
        int at = 0;
        while (received - at >= Netlink.HEADER_BYTES) {
            int length = buffer.getInt(at + Netlink.LENGTH_OFFSET);
            if (length < Netlink.HEADER_BYTES || length > received - at) {
                sink.resyncNeeded();
                return;
            }
            message(sink, buffer.getShort(at + Netlink.TYPE_OFFSET) & 0xFFFF, at, length);
            at += Netlink.align(length);
        }
    }

    private void message(KernelEventSink sink, int type, int at, int length) {
        switch (type) {
            case Rtnetlink.RTM_NEWLINK, Rtnetlink.RTM_DELLINK -> {
                KernelLink link = links.decode(buffer, at, length);
                if (link != null && type == Rtnetlink.RTM_NEWLINK) {
                    sink.linkChanged(link);
                } else if (link != null) {
                    sink.linkRemoved(link);
                }
            }
            case Rtnetlink.RTM_NEWADDR, Rtnetlink.RTM_DELADDR -> {
                KernelAddress address = addresses.decode(buffer, at, length);
                if (address != null && type == Rtnetlink.RTM_NEWADDR) {
                    sink.addressChanged(address);
                } else if (address != null) {
                    sink.addressRemoved(address);
                }
            }
            case Rtnetlink.RTM_NEWROUTE, Rtnetlink.RTM_DELROUTE -> {
                if (!route.over(buffer, at, length)) {
                    return;
                }
                if (type == Rtnetlink.RTM_NEWROUTE) {
                    int flags = buffer.getShort(at + Netlink.FLAGS_OFFSET);
                    sink.routeChanged(route, (flags & Netlink.NLM_F_REPLACE) != 0);
                } else {
                    sink.routeRemoved(route);
                }
            }
            case Rtnetlink.RTM_NEWNEXTHOP, Rtnetlink.RTM_DELNEXTHOP -> {
                NextHopObject object = nextHops.decode(buffer, at, length);
                if (object != null) {
                    sink.nextHopObjectChanged(object.id());
                }
            }
            case Netlink.NLMSG_OVERRUN -> sink.resyncNeeded();
            default -> {
                // Groups carry nothing else that matters here.
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
