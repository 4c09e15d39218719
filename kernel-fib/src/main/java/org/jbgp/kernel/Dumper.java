package org.jbgp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.Netlink;
import org.jbgp.kernel.netlink.NetlinkSocket;

/**
 * Reads whole kernel tables. A dump that the kernel marks as interrupted (NLM_F_DUMP_INTR: it changed meanwhile) is
 * repeated. Owned by one thread.
 */
final class Dumper implements AutoCloseable {
    /** The kernel fills at most 32 KiB a datagram. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final int MAX_ATTEMPTS = 5;

    private final NetlinkSocket socket;
    private final MessageWriter request = new MessageWriter(128);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    private final LinkDecoder links = new LinkDecoder();
    private final AddressDecoder addresses = new AddressDecoder();
    private final RouteMessage route = new RouteMessage();
    private final NextHopDecoder nextHops = new NextHopDecoder();
    private int sequence;

    Dumper() throws KernelException {
        this.socket = NetlinkSocket.open(0);
    }

    private interface Reader {
        void begin();

        void message(int type, int start, int length);
    }

    List<KernelLink> links() throws KernelException {
        List<KernelLink> found = new ArrayList<>();
        dump(Rtnetlink.RTM_GETLINK, Rtnetlink.LINK_BYTES, 0, 0, new Reader() {
            @Override
            public void begin() {
                found.clear();
            }

            @Override
            public void message(int type, int start, int length) {
                KernelLink link = type == Rtnetlink.RTM_NEWLINK ? links.decode(buffer, start, length) : null;
                if (link != null) {
                    found.add(link);
                }
            }
        });
        return found;
    }

    List<KernelAddress> addresses() throws KernelException {
        List<KernelAddress> found = new ArrayList<>();
        dump(Rtnetlink.RTM_GETADDR, Rtnetlink.ADDRESS_BYTES, 0, 0, new Reader() {
            @Override
            public void begin() {
                found.clear();
            }

            @Override
            public void message(int type, int start, int length) {
                KernelAddress address = type == Rtnetlink.RTM_NEWADDR ? addresses.decode(buffer, start, length) : null;
                if (address != null) {
                    found.add(address);
                }
            }
        });
        return found;
    }

    /** Dumps the routes of one table; false if it kept changing and the last attempt may have missed some. */
    boolean routes(Family family, int table, RouteSink sink) throws KernelException {
        return dump(Rtnetlink.RTM_GETROUTE, Rtnetlink.ROUTE_BYTES, family.number(), table, new Reader() {
            @Override
            public void begin() {
                sink.begin();
            }

            @Override
            public void message(int type, int start, int length) {
                if (type == Rtnetlink.RTM_NEWROUTE
                        && route.over(buffer, start, length)
                        && route.family() == family
                        && route.table() == table) { // a kernel before 4.20 dumps every table
                    sink.route(route);
                }
            }
        });
    }

    /** All next hop objects of a family, and all groups; null if they kept changing. */
    List<NextHopObject> nextHopObjects(Family family) throws KernelException {
        List<NextHopObject> found = new ArrayList<>();
        boolean complete =
                // The kernel leaves groups out when it is asked for a family.
                dump(Rtnetlink.RTM_GETNEXTHOP, Rtnetlink.NEXT_HOP_OBJECT_BYTES, 0, 0, new Reader() {
                    @Override
                    public void begin() {
                        found.clear();
                    }

                    @Override
                    public void message(int type, int start, int length) {
                        NextHopObject object =
                                type == Rtnetlink.RTM_NEWNEXTHOP ? nextHops.decode(buffer, start, length) : null;
                        if (object != null && (object.family() == null || object.family() == family)) {
                            found.add(object);
                        }
                    }
                });
        return complete ? found : null;
    }

    private boolean dump(int type, int bodyBytes, int family, int table, Reader reader) throws KernelException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            sequence++;
            request.clear();
            request.beginMessage(type, Netlink.NLM_F_REQUEST | Netlink.NLM_F_DUMP, sequence, bodyBytes);
            request.putByte(Netlink.HEADER_BYTES, family);
            if (type == Rtnetlink.RTM_GETLINK) {
                request.attributeInt(Rtnetlink.IFLA_EXT_MASK, Rtnetlink.RTEXT_FILTER_SKIP_STATS);
            }
            if (type == Rtnetlink.RTM_GETROUTE) {
                request.attributeInt(Rtnetlink.RTA_TABLE, table);
            }
            request.endMessage();
            socket.send(request.buffer(), request.length());
            reader.begin();
            if (readAnswer(reader)) {
                return true;
            }
        }
        return false;
    }

    /** Reads up to the end of the dump; false if it was interrupted. */
    private boolean readAnswer(Reader reader) throws KernelException {
        boolean consistent = true;
        while (true) {
            int received = socket.receive(buffer);
            int at = 0;
            while (received - at >= Netlink.HEADER_BYTES) {
                int length = buffer.getInt(at + Netlink.LENGTH_OFFSET);
                if (length < Netlink.HEADER_BYTES || length > received - at) {
                    throw new KernelException("malformed rtnetlink dump", Errno.EINVAL);
                }
                if (buffer.getInt(at + Netlink.SEQUENCE_OFFSET) == sequence) {
                    int flags = buffer.getShort(at + Netlink.FLAGS_OFFSET);
                    consistent &= (flags & Netlink.NLM_F_DUMP_INTR) == 0;
                    int type = buffer.getShort(at + Netlink.TYPE_OFFSET) & 0xFFFF;
                    if (type == Netlink.NLMSG_DONE) {
                        return consistent;
                    }
                    if (type == Netlink.NLMSG_ERROR) {
                        int error = -buffer.getInt(at + Netlink.ERROR_CODE_OFFSET);
                        if (error == Errno.ENOENT) {
                            return true; // no such table yet: nothing in it
                        }
                        throw new KernelException("rtnetlink dump", error);
                    }
                    reader.message(type, at, length);
                }
                at += Netlink.align(length);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
