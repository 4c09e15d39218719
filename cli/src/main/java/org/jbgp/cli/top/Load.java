package org.jbgp.cli.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the daemon said of its load at one moment ({@code json show load}).
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param neighbors of BGP
 * @param router the whole
 */
record Load(long nanos, List<Neighbor> neighbors, Router router) {

    /**
     * A neighbor.
     *
     * @param name of its protocol
     * @param peer who it is
     * @param session how its session is
     * @param routes how many there are
     * @param traffic messages and what waits
     * @param work time spent on it
     */
    record Neighbor(String name, Peer peer, Session session, Routes routes, Traffic traffic, Work work) {}

    /** Address, or range, or interface; and AS, 0 where it is not known. */
    record Peer(String address, long as) {}

    /**
     * A session.
     *
     * @param state as the daemon says it, in capitals and small letters as in {@code show neighbors}
     * @param uptime seconds, negative without a session
     * @param bfd null without BFD
     * @param lastError empty if there was none
     */
    record Session(String state, double uptime, String bfd, String lastError) {
        boolean established() {
            return state.equals("Established");
        }
    }

    /** Routes accepted from it, best ones among these, and routes advertised to it. */
    record Routes(long imported, long preferred, long exported) {}

    /** UPDATE messages so far, and bytes that wait for it. */
    record Traffic(long received, long sent, long queued) {}

    /** Seconds so far. */
    record Work(double decode, double importing, double exporting) {
        double all() {
            return decode + importing + exporting;
        }
    }

    /**
     * The whole router.
     *
     * @param version it says
     * @param uptime seconds
     * @param shards how many
     * @param waiting tasks for shards and for the kernel
     * @param kernel what was done with kernel routes
     * @param heap bytes used and the most there may be
     */
    record Router(String version, double uptime, int shards, Waiting waiting, Kernel kernel, Heap heap) {}

    record Waiting(long shards, long kernel) {}

    record Kernel(long added, long replaced, long removed, long refused) {}

    record Heap(long used, long most) {}

    /**
     * From the lines of a reply.
     *
     * @throws IllegalArgumentException if they are none
     */
    static Load of(long nanos, List<Map<String, Object>> objects) {
        List<Neighbor> neighbors = new ArrayList<>();
        Router router = null;
        for (Map<String, Object> each : objects) {
            if (each.get("router") instanceof Map<?, ?> whole) {
                router = router(whole);
            } else {
                neighbors.add(neighbor(each));
            }
        }
        if (router == null) {
            throw new IllegalArgumentException("nothing of the router itself");
        }
        return new Load(nanos, List.copyOf(neighbors), router);
    }

    private static Neighbor neighbor(Map<?, ?> of) {
        String address = text(of, "neighbor_address");
        if (address.isEmpty()) {
            address = text(of, "neighbor_range");
        }
        String link = text(of, "neighbor_interface");
        return new Neighbor(
                text(of, "name"),
                new Peer(link.isEmpty() ? address : address + '%' + link, whole(of, "neighbor_as")),
                new Session(
                        state(text(of, "state")),
                        of.get("uptime") == null ? -1 : number(of, "uptime"),
                        of.get("bfd_state") == null ? null : text(of, "bfd_state"),
                        text(of, "last_error")),
                new Routes(whole(of, "imported"), whole(of, "preferred"), whole(of, "exported")),
                new Traffic(whole(of, "updates_received"), whole(of, "updates_sent"), whole(of, "queued_bytes")),
                new Work(number(of, "work_decode"), number(of, "work_importing"), number(of, "work_exporting")));
    }

    /** {@code open_sent} is {@code OpenSent}. */
    private static String state(String name) {
        StringBuilder state = new StringBuilder();
        for (String part : name.split("_", -1)) {
            if (!part.isEmpty()) {
                state.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        return state.toString();
    }

    private static Router router(Map<?, ?> of) {
        if (!(of.get("kernel") instanceof Map<?, ?> kernel && of.get("heap") instanceof Map<?, ?> heap)) {
            throw new IllegalArgumentException("nothing of the router's kernel routes and heap");
        }
        return new Router(
                text(of, "version"),
                number(of, "uptime"),
                (int) whole(of, "shards"),
                new Waiting(whole(of, "shard_tasks"), whole(of, "kernel_tasks")),
                new Kernel(
                        whole(kernel, "added"),
                        whole(kernel, "replaced"),
                        whole(kernel, "removed"),
                        whole(kernel, "refused")),
                new Heap(whole(heap, "used"), whole(heap, "most")));
    }

    private static String text(Map<?, ?> of, String key) {
        return of.get(key) instanceof String text ? text : "";
    }

    private static double number(Map<?, ?> of, String key) {
        return of.get(key) instanceof Double number ? number : 0;
    }

    private static long whole(Map<?, ?> of, String key) {
        return (long) number(of, key);
    }
}
