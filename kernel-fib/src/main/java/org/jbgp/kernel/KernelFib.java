package org.jbgp.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.NetlinkSocket;
import org.jbgp.kernel.netlink.WakeUp;

/**
 * The kernel's links, addresses and routes in the network namespace of the thread that opens it.
 *
 * <p>One thread uses it (the daemon's kernel thread); only {@link #wakeUp()} may be called by any. Reading needs no
 * privilege, changing routes needs CAP_NET_ADMIN.
 *
 * <p>The usual life: {@link #open}, {@link #links}, {@link #addresses} and {@link #routes} once (subscribed already, so
 * nothing falls between), then a loop of {@link #await}, {@link #deliverEvents}, and {@link RouteRequests#flush}.
 */
public final class KernelFib implements AutoCloseable {
    /** Grants an answer to each message of a full batch, even if all are refused. */
    private static final int REQUEST_RECEIVE_BYTES = 2 << 20;

    private static final int REQUEST_SEND_BYTES = 1 << 20;

    /** Default size of the event socket's receive buffer, in bytes: about ten thousand route changes. */
    public static final int DEFAULT_EVENT_BUFFER_BYTES = 8 << 20;

    private static final Path COMPATIBLE = Path.of("/proc/sys/net/ipv4/nexthop_compat_mode");

    private final NetlinkSocket requests;
    private final int requestReceiveBytes;
    private final int requestSendBytes;
    private final NextHopObjectRequests nextHops;
    private final Dumper dumper;
    private final EventReader events;
    private final WakeUp wakeUp;
    private final IdentityHashMap<Object, Integer> eventBuffers = new IdentityHashMap<>();
    private int eventBuffer;
    private int eventBufferGranted;

    private KernelFib(NetlinkSocket requests, Dumper dumper, EventReader events, WakeUp wakeUp) {
        this.requests = requests;
        this.requestReceiveBytes = requests.receiveBuffer(REQUEST_RECEIVE_BYTES);
        this.requestSendBytes = requests.sendBuffer(REQUEST_SEND_BYTES);
        this.nextHops = new NextHopObjectRequests(requests);
        this.dumper = dumper;
        this.events = events;
        this.wakeUp = wakeUp;
    }

    /** Opens with {@link #DEFAULT_EVENT_BUFFER_BYTES}. */
    public static KernelFib open() throws KernelException {
        return open(DEFAULT_EVENT_BUFFER_BYTES);
    }

    /**
     * Opens the sockets and subscribes.
     *
     * @param eventBufferBytes receive buffer for changes (BIRD's {@code netlink rx buffer}); without CAP_NET_ADMIN the
     *     system's limit holds
     */
    public static KernelFib open(int eventBufferBytes) throws KernelException {
        NetlinkSocket requests = null;
        Dumper dumper = null;
        EventReader events = null;
        try {
            requests = NetlinkSocket.open(0);
            dumper = new Dumper();
            events = new EventReader(eventBufferBytes, requests.port());
            return new KernelFib(requests, dumper, events, new WakeUp());
        } catch (KernelException e) {
            if (requests != null) {
                requests.close();
            }
            if (dumper != null) {
                dumper.close();
            }
            if (events != null) {
                events.close();
            }
            throw e;
        }
    }

    /**
     * Sets the event socket's receive buffer to the largest one asked for; without wishes it is
     * {@link #DEFAULT_EVENT_BUFFER_BYTES}.
     *
     * @param asker whose wish it is, which takes the place of an earlier one of the same asker
     * @param bytes as {@code SO_RCVBUF} takes them, of which the kernel grants twice as many; 0 takes the wish back
     * @return false if the kernel grants less
     */
    public boolean eventBuffer(Object asker, int bytes) {
        if (bytes == 0) {
            eventBuffers.remove(asker);
        } else {
            eventBuffers.put(asker, bytes);
        }
        int wanted = (int) Math.min(
                Integer.MAX_VALUE - 1,
                eventBuffers.values().stream()
                        .mapToLong(each -> 2L * each)
                        .max()
                        .orElse(DEFAULT_EVENT_BUFFER_BYTES));
        if (wanted != eventBuffer) {
            eventBuffer = wanted;
            eventBufferGranted = events.receiveBuffer(wanted);
        }
        return eventBufferGranted >= eventBuffer;
    }

    /** All links. */
    public List<KernelLink> links() throws KernelException {
        return dumper.links();
    }

    /** All addresses of both families. */
    public List<KernelAddress> addresses() throws KernelException {
        return dumper.addresses();
    }

    /**
     * All routes of one table.
     *
     * @return false if the table kept changing and the dump may have missed some: take nothing for absent, and come
     *     again
     */
    public boolean routes(Family family, int table, RouteSink sink) throws KernelException {
        return dumper.routes(family, table, sink);
    }

    /**
     * All next hop objects that have their next hop in a family, and all groups.
     *
     * @return null if they kept changing
     * @throws KernelException with {@code Errno.EOPNOTSUPP} if the kernel has no such thing
     */
    public List<NextHopObject> nextHopObjects(Family family) throws KernelException {
        return dumper.nextHopObjects(family);
    }

    /**
     * Adds a next hop object under an id that is free.
     *
     * @return 0, or why not: {@code Errno.EEXIST} if the id is taken, {@code Errno.EOPNOTSUPP} if the kernel has no
     *     such thing
     */
    public int addNextHopObject(NextHopObject object) throws KernelException {
        return nextHops.add(object);
    }

    /**
     * Gives an object made here another next hop; its routes, and those of groups it is in, go there from then on.
     *
     * @return 0, or why not
     */
    public int replaceNextHopObject(NextHopObject object) throws KernelException {
        return nextHops.replace(object);
    }

    /**
     * Adds a group whose routes go by its first member alone, as long as that is there, and then by the next one
     * (Linux 5.13). The first has weight 256, the others 1. A member that ends leaves the group; with the last one ends
     * the group.
     *
     * @param replace whether it takes the place of one of the same id, made so before; else the id must be free
     * @return 0, or why not: {@code Errno.EEXIST} if the id is taken, {@code Errno.EINVAL} also if the kernel has no
     *     such groups
     */
    public int putNextHopGroup(NextHopObject group, boolean replace) throws KernelException {
        return nextHops.putGroup(group, replace);
    }

    /**
     * Removes a next hop object, and with it every route that goes by it.
     *
     * @return 0, or why not: {@code Errno.ENOENT} if there is none
     */
    public int removeNextHopObject(int id) throws KernelException {
        return nextHops.remove(id);
    }

    /**
     * Whether a route that goes by a next hop object comes with the object's gateway and interface too: {@code
     * nexthop_compat_mode}, on unless somebody turned it off.
     */
    public static boolean showsNextHopsOfObjects() {
        try {
            return !Files.readString(COMPATIBLE).startsWith("0");
        } catch (IOException e) {
            return true; // before Linux 5.8 there was no other way
        }
    }

    /**
     * A new batch on the shared request socket: as many as one likes, one flush at a time.
     *
     * @param protocol RTPROT_* its routes carry and its deletions match
     */
    public RouteRequests newBatch(int protocol) {
        return new RouteRequests(requests, protocol, requestReceiveBytes, requestSendBytes);
    }

    /**
     * Waits for a change or for {@link #wakeUp()}.
     *
     * @param timeoutMillis at most so long; negative: no limit
     * @return whether there are events to deliver
     */
    public boolean await(int timeoutMillis) throws KernelException {
        return wakeUp.await(events.fd(), timeoutMillis);
    }

    /** Ends a running or the next {@link #await}. Any thread. */
    public void wakeUp() {
        wakeUp.signal();
    }

    /**
     * Delivers the changes that wait, without waiting for more.
     *
     * @param limit at most so many (a change is one datagram), so that the caller's other work is not starved; more
     *     where the kernel has dropped some
     * @return how many there were; fewer than the limit means none is left
     */
    public int deliverEvents(KernelEventSink sink, int limit) throws KernelException {
        return events.deliver(sink, limit);
    }

    @Override
    public void close() {
        requests.close();
        dumper.close();
        events.close();
        wakeUp.close();
    }
}
