package org.jbgp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.Netlink;
import org.jbgp.kernel.netlink.NetlinkSocket;

/**
 * Route changes on their way into the kernel: many messages in one {@code send}.
 *
 * <p>A change is described between {@link #begin} and {@link #end}; {@link #flush} sends what has gathered. Only the
 * last message asks for an acknowledgement: the kernel reports every error anyway, with the sequence number of the
 * message, by which it is matched to the cookie the caller gave. The changes are made one by one in their order; a
 * refused one does not stop the rest.
 *
 * <p>Owned by one thread. Allocates nothing per route; a refused route costs the text of its error.
 *
 * <p>The key of a route in the kernel is (table, prefix, metric), so {@link Operation#REPLACE} needs the metric of what
 * it replaces, and replaces whatever has this key, no matter whose: use it only over a route known to be one's own.
 */
public final class RouteRequests {
    /** What to do with a route. */
    public enum Operation {
        /** Adds; refused with {@link Errno#EEXIST} if the key is taken. */
        ADD(Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL),
        /** Takes the place of the route with this key, or adds. */
        REPLACE(Netlink.NLM_F_CREATE | Netlink.NLM_F_REPLACE),
        /** Removes the route of this key and protocol with all its next hops; a missing one is {@link Errno#ESRCH}. */
        DELETE(0);

        private final int flags;

        Operation(int flags) {
            this.flags = flags;
        }
    }

    /** The largest batch: as many refusals fit into the answer socket's buffer at once. */
    public static final int MAX_ROUTES = 1000;

    private static final int BUFFER_BYTES = 256 * 1024;
    /** Room kept for a message without next hops. */
    private static final int MESSAGE_BYTES = 256;
    /** Room for a next hop with RTA_VIA and a realm. */
    private static final int NEXT_HOP_BYTES = 48;
    /** The truesize the kernel charges for one answer, rounded up. */
    private static final int ANSWER_COST_BYTES = 1280;

    private static final int MAX_RTAX = 32;

    private static final byte[] NO_TEXT = {};

    /** TCP_CA_NAME_MAX of the kernel, the end included. */
    private static final int CONGESTION_CONTROL_BYTES = 16;

    private final NetlinkSocket socket;
    private final int protocol;
    private final int capacity;
    private final int maxBytes;
    private final MessageWriter writer = new MessageWriter(BUFFER_BYTES);
    private final ByteBuffer answers = ByteBuffer.allocateDirect(16 * 1024).order(ByteOrder.nativeOrder());
    private final AttributeCursor errorAttributes = new AttributeCursor();
    private final long[] cookies;
    private int nextSequence = 1;
    private int firstSequence = 1;
    private int count;

    private boolean building;
    private Operation operation;
    private Family family;
    private RouteType type;
    private int table;
    private int scope;
    private int metric;
    private int realm;
    private boolean hasPreferredSource;
    private long preferredSourceHi;
    private long preferredSourceLo;
    private long hi;
    private long lo;
    private int length;
    private long cookie;
    private int rtaxMask;
    private final int[] rtax = new int[MAX_RTAX];
    private byte[] congestionControl = NO_TEXT;
    private int nextHopObject;
    private int nextHops;
    private Family[] gatewayFamily = new Family[16];
    private long[] gatewayHi = new long[16];
    private long[] gatewayLo = new long[16];
    private int[] ifindex = new int[16];
    private int[] weight = new int[16];
    private boolean[] onlink = new boolean[16];

    /** Made by {@link KernelFib#newBatch}. */
    RouteRequests(NetlinkSocket socket, int protocol, int receiveBufferBytes, int sendBufferBytes) {
        this.socket = socket;
        this.protocol = protocol;
        this.capacity = Math.clamp(receiveBufferBytes / ANSWER_COST_BYTES, 16, MAX_ROUTES);
        this.maxBytes = Math.min(BUFFER_BYTES, Math.max(sendBufferBytes - 1024, 16 * 1024));
        this.cookies = new long[capacity];
    }

    /** The messages as they will be sent. */
    ByteBuffer encoded() {
        return writer.buffer();
    }

    /** Drops what has gathered. */
    void forget() {
        writer.clear();
        count = 0;
        firstSequence = nextSequence;
    }

    /** How many changes have gathered. */
    public int size() {
        return count;
    }

    /** Whether {@link #flush} must come before the next {@link #begin}. */
    public boolean isFull() {
        return count == capacity || maxBytes - writer.length() < MESSAGE_BYTES;
    }

    /**
     * Starts a change of one route: metric 0, type unicast, default scope, no next hop until set otherwise.
     *
     * @param change what to do
     * @param callerCookie comes back with an error of this route
     * @param routeFamily family of the destination
     * @param prefixHi upper half of the destination
     * @param prefixLo lower half of the destination
     * @param prefixLength 0 to 32 or 128
     * @param routeTable RT_TABLE_*
     */
    public RouteRequests begin(
            Operation change,
            long callerCookie,
            Family routeFamily,
            long prefixHi,
            long prefixLo,
            int prefixLength,
            int routeTable) {
        if (building || isFull()) {
            throw new IllegalStateException(building ? "the change before has no end" : "the batch is full");
        }
        building = true;
        operation = change;
        cookie = callerCookie;
        family = routeFamily;
        hi = prefixHi;
        lo = prefixLo;
        length = prefixLength;
        table = routeTable;
        type = RouteType.UNICAST;
        scope = -1;
        metric = 0;
        realm = 0;
        hasPreferredSource = false;
        rtaxMask = 0;
        congestionControl = NO_TEXT;
        nextHopObject = 0;
        nextHops = 0;
        return this;
    }

    /** What the route does; next hops count for {@link RouteType#UNICAST} only. */
    public RouteRequests type(RouteType routeType) {
        type = routeType;
        return this;
    }

    /** RTA_PRIORITY; 0 is the kernel's default (0, for IPv6 1024), and for {@link Operation#DELETE} any. */
    public RouteRequests metric(int value) {
        metric = value;
        return this;
    }

    /** RT_SCOPE_*; by default link for a route without gateway, universe otherwise. */
    public RouteRequests scope(int value) {
        scope = value;
        return this;
    }

    /** RTA_FLOW. */
    public RouteRequests realm(int value) {
        realm = value;
        return this;
    }

    /** Source address for this host's own packets, of the route's family. */
    public RouteRequests preferredSource(long sourceHi, long sourceLo) {
        hasPreferredSource = true;
        preferredSourceHi = sourceHi;
        preferredSourceLo = sourceLo;
        return this;
    }

    /** An RTAX_* number, 1 to 31, such as 2 for the MTU. */
    public RouteRequests rtax(int number, int value) {
        if (number < 1 || number >= MAX_RTAX) {
            throw new IllegalArgumentException("RTAX_* " + number);
        }
        rtaxMask |= 1 << number;
        rtax[number] = value;
        return this;
    }

    /**
     * RTAX_CC_ALGO: the name of TCP's congestion control, empty for none; what is longer than the kernel takes is cut.
     */
    public RouteRequests congestionControl(String name) {
        byte[] text = name.isEmpty() ? NO_TEXT : name.getBytes(StandardCharsets.UTF_8);
        congestionControl =
                text.length < CONGESTION_CONTROL_BYTES ? text : Arrays.copyOf(text, CONGESTION_CONTROL_BYTES - 1);
        return this;
    }

    /** RTA_NH_ID: the next hop is that of a {@link NextHopObject}, and none is named by {@link #nextHop}. */
    public RouteRequests nextHopObject(int id) {
        nextHopObject = id;
        return this;
    }

    /**
     * Adds a next hop; several make a multipath route.
     *
     * @param viaFamily family of the gateway, null for none
     * @param viaHi upper half of the gateway
     * @param viaLo lower half of the gateway
     * @param interfaceIndex outgoing interface; 0 lets the kernel find it by the gateway
     * @param hopWeight 1 to 256
     * @param isOnlink take the gateway as directly reachable
     */
    public RouteRequests nextHop(
            Family viaFamily, long viaHi, long viaLo, int interfaceIndex, int hopWeight, boolean isOnlink) {
        if (nextHops == ifindex.length) {
            growNextHops();
        }
        gatewayFamily[nextHops] = viaFamily;
        gatewayHi[nextHops] = viaHi;
        gatewayLo[nextHops] = viaLo;
        ifindex[nextHops] = interfaceIndex;
        weight[nextHops] = hopWeight;
        onlink[nextHops] = isOnlink;
        nextHops++;
        return this;
    }

    private void growNextHops() {
        int larger = nextHops * 2;
        gatewayFamily = Arrays.copyOf(gatewayFamily, larger);
        gatewayHi = Arrays.copyOf(gatewayHi, larger);
        gatewayLo = Arrays.copyOf(gatewayLo, larger);
        ifindex = Arrays.copyOf(ifindex, larger);
        weight = Arrays.copyOf(weight, larger);
        onlink = Arrays.copyOf(onlink, larger);
    }

    /**
     * Ends the change begun last.
     *
     * @return false if its many next hops do not fit any more: {@link #flush}, then describe it again (an empty batch
     *     holds more than a thousand)
     */
    public boolean end() {
        if (!building) {
            throw new IllegalStateException("no change begun");
        }
        building = false;
        if (maxBytes - writer.length() < MESSAGE_BYTES + nextHops * NEXT_HOP_BYTES) {
            return false;
        }
        boolean delete = operation == Operation.DELETE;
        writer.beginMessage(
                delete ? Rtnetlink.RTM_DELROUTE : Rtnetlink.RTM_NEWROUTE,
                Netlink.NLM_F_REQUEST | operation.flags,
                nextSequence,
                Rtnetlink.ROUTE_BYTES);
        writer.putByte(Rtnetlink.ROUTE_FAMILY_OFFSET, family.number());
        writer.putByte(Rtnetlink.ROUTE_DST_LENGTH_OFFSET, length);
        writer.putByte(Rtnetlink.ROUTE_PROTOCOL_OFFSET, protocol);
        writer.attributeAddress(Rtnetlink.RTA_DST, family, hi, lo);
        if (table < 256) {
            writer.putByte(Rtnetlink.ROUTE_TABLE_OFFSET, table);
        } else {
            writer.attributeInt(Rtnetlink.RTA_TABLE, table);
        }
        if (metric != 0) {
            writer.attributeInt(Rtnetlink.RTA_PRIORITY, metric);
        }
        if (delete) {
            writer.putByte(Rtnetlink.ROUTE_SCOPE_OFFSET, Rtnetlink.RT_SCOPE_NOWHERE);
        } else {
            body();
        }
        writer.endMessage();
        cookies[count++] = cookie;
        nextSequence++;
        return true;
    }

    private void body() {
        boolean unicast = type == RouteType.UNICAST;
        boolean attached = unicast && nextHopObject == 0 && (nextHops == 0 || gatewayFamily[0] == null);
        int defaultScope = attached ? KernelRoute.SCOPE_LINK : KernelRoute.SCOPE_UNIVERSE;
        writer.putByte(Rtnetlink.ROUTE_SCOPE_OFFSET, scope >= 0 ? scope : defaultScope);
        writer.putByte(Rtnetlink.ROUTE_TYPE_OFFSET, type.number());
        if (hasPreferredSource) {
            writer.attributeAddress(Rtnetlink.RTA_PREFSRC, family, preferredSourceHi, preferredSourceLo);
        }
        if (realm != 0) {
            writer.attributeInt(Rtnetlink.RTA_FLOW, realm);
        }
        if (rtaxMask != 0 || congestionControl.length > 0) {
            int start = writer.beginNested(Rtnetlink.RTA_METRICS);
            for (int number = 1; number < MAX_RTAX; number++) {
                if ((rtaxMask & 1 << number) != 0) {
                    writer.attributeInt(number, rtax[number]);
                }
            }
            if (congestionControl.length > 0) {
                writer.attributeText(Rtnetlink.RTAX_CC_ALGO, congestionControl);
            }
            writer.endNested(start);
        }
        if (nextHopObject != 0) {
            writer.attributeInt(Rtnetlink.RTA_NH_ID, nextHopObject);
            return;
        }
        if (!unicast || nextHops == 0) {
            return;
        }
        if (nextHops == 1) {
            writer.putInt(Rtnetlink.ROUTE_FLAGS_OFFSET, onlink[0] ? KernelNextHop.ONLINK : 0);
            if (ifindex[0] != 0) {
                writer.attributeInt(Rtnetlink.RTA_OIF, ifindex[0]);
            }
            gateway(0);
            return;
        }
        int multipath = writer.beginNested(Rtnetlink.RTA_MULTIPATH);
        for (int i = 0; i < nextHops; i++) {
            int start = writer.beginNextHop(onlink[i] ? KernelNextHop.ONLINK : 0, weight[i] - 1, ifindex[i]);
            gateway(i);
            if (realm != 0) {
                writer.attributeInt(Rtnetlink.RTA_FLOW, realm); // the kernel keeps it per next hop
            }
            writer.endNested(start);
        }
        writer.endNested(multipath);
    }

    private void gateway(int index) {
        Family via = gatewayFamily[index];
        if (via == family) {
            writer.attributeAddress(Rtnetlink.RTA_GATEWAY, via, gatewayHi[index], gatewayLo[index]);
        } else if (via != null) {
            writer.attributeVia(via, gatewayHi[index], gatewayLo[index]); // RFC 8950: IPv4 over an IPv6 next hop
        }
    }

    /** Adds a whole change from a value; false if it does not fit, as {@link #end}. The protocol is this batch's. */
    public boolean put(Operation change, long callerCookie, KernelRoute route) {
        return put(change, callerCookie, route, 0);
    }

    boolean put(Operation change, long callerCookie, KernelRoute route, int object) {
        KernelIp destination = route.destination();
        begin(
                        change,
                        callerCookie,
                        destination.family(),
                        destination.hi(),
                        destination.lo(),
                        route.prefixLength(),
                        route.table())
                .type(route.type())
                .metric(route.metric())
                .scope(route.scope())
                .realm(route.realm());
        if (route.preferredSource() != null) {
            preferredSource(
                    route.preferredSource().hi(), route.preferredSource().lo());
        }
        for (Map.Entry<Integer, Integer> entry : route.metrics().entrySet()) {
            rtax(entry.getKey(), entry.getValue());
        }
        congestionControl(route.congestionControl());
        nextHopObject = object;
        for (KernelNextHop hop : object == 0 ? route.nextHops() : List.<KernelNextHop>of()) {
            KernelIp via = hop.gateway();
            nextHop(
                    via == null ? null : via.family(),
                    via == null ? 0 : via.hi(),
                    via == null ? 0 : via.lo(),
                    hop.ifindex(),
                    hop.weight(),
                    hop.onlink());
        }
        return end();
    }

    /**
     * Sends what has gathered and empties the batch; returns when the kernel has made or refused each change.
     *
     * @return how many were refused
     * @throws KernelException if the request failed as a whole or its answer was lost: which changes were made is not
     *     known, and a dump must show it
     */
    public int flush(ErrorSink errors) throws KernelException {
        if (building) {
            throw new IllegalStateException("the last change has no end");
        }
        if (count == 0) {
            return 0;
        }
        int sent = count;
        int bytes = writer.length();
        writer.addFlagsToLast(Netlink.NLM_F_ACK);
        writer.clear();
        count = 0;
        int first = firstSequence;
        firstSequence = nextSequence;
        socket.send(writer.buffer(), bytes);
        return readAnswers(first, sent, errors);
    }

    private int readAnswers(int first, int sent, ErrorSink errors) throws KernelException {
        int refused = 0;
        while (true) {
            int received = socket.receive(answers);
            int at = 0;
            while (received - at >= Netlink.HEADER_BYTES) {
                int bytes = answers.getInt(at + Netlink.LENGTH_OFFSET);
                if (bytes < Netlink.HEADER_BYTES || bytes > received - at) {
                    throw new KernelException("malformed rtnetlink answer", Errno.EINVAL);
                }
                int index = answers.getInt(at + Netlink.SEQUENCE_OFFSET) - first;
                if ((answers.getShort(at + Netlink.TYPE_OFFSET) & 0xFFFF) == Netlink.NLMSG_ERROR
                        && index >= 0
                        && index < sent) { // anything else answers a batch whose end was lost
                    int error = -answers.getInt(at + Netlink.ERROR_CODE_OFFSET);
                    if (error != 0) {
                        refused++;
                        errors.refused(cookies[index], error, message(at, bytes, error));
                    }
                    if (index == sent - 1) {
                        return refused;
                    }
                }
                at += Netlink.align(bytes);
            }
        }
    }

    private String message(int at, int bytes, int error) {
        int flags = answers.getShort(at + Netlink.FLAGS_OFFSET);
        if ((flags & Netlink.NLM_F_ACK_TLVS) != 0) {
            int tlvs = at + Netlink.ERROR_REQUEST_OFFSET + Netlink.HEADER_BYTES;
            if ((flags & Netlink.NLM_F_CAPPED) == 0) {
                int request = answers.getInt(at + Netlink.ERROR_REQUEST_OFFSET + Netlink.LENGTH_OFFSET);
                tlvs += Netlink.align(Math.max(request - Netlink.HEADER_BYTES, 0));
            }
            errorAttributes.over(answers, tlvs, at + bytes);
            while (errorAttributes.next()) {
                if (errorAttributes.type() == Netlink.NLMSGERR_ATTR_MSG) {
                    return errorAttributes.text();
                }
            }
        }
        return Errno.text(error);
    }
}
