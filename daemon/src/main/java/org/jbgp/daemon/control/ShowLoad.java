package org.jbgp.daemon.control;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.BfdStatus;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterLoad;
import org.jbgp.daemon.control.words.ControlCommand;

/**
 * {@code show load}: what each neighbor costs, and what waits between the router's threads. All layouts show it alike.
 */
final class ShowLoad {
    /** Rows of a command BIRD does not have. */
    private static final int ROW = 1095;

    /** A neighbor of a reply in JSON: what {@code show neighbors} says of it, and its load. */
    public record Line(
            ShowNeighbors.Neighbor neighbor,
            RouterLoad.Updates updates,
            long queuedBytes,
            RouterLoad.Work work,
            String bfdState) {}

    /** The last object of a reply in JSON. */
    public record Whole(Router router) {
        /** See {@link RouterLoad}. */
        public record Router(
                String version,
                Duration uptime,
                RouterLoad.Queues queues,
                RouterLoad.Kernel kernel,
                RouterLoad.Heap heap) {}
    }

    private ShowLoad() {}

    static void run(CommandRunner session, ControlCommand.Plain show, Reply reply) throws IOException {
        RouterLoad load = session.ports().view().load();
        Map<String, RouterLoad.Neighbor> byName = load.neighbors().stream()
                .collect(Collectors.toMap(RouterLoad.Neighbor::protocol, Function.identity(), (one, other) -> one));
        List<ProtocolStatus> protocols = session.ports().view().protocols();
        Map<InetAddress, String> bfd = new HashMap<>();
        for (BfdStatus each : session.ports().view().bfd()) {
            each.sessions().forEach(one -> bfd.put(one.address(), one.local().state()));
        }
        if (!session.json()) {
            reply.row(ROW, row("Name", "Received", "Sent", "Queued", "Decode", "Import", "Export"));
        }
        for (ProtocolStatus protocol : protocols) {
            RouterLoad.Neighbor neighbor = byName.get(protocol.name());
            if (protocol.details() instanceof BgpStatus bgp && neighbor != null) {
                if (session.json()) {
                    reply.object(line(protocol, bgp, neighbor, bfd));
                } else {
                    reply.row(ROW, text(neighbor));
                }
            }
        }
        whole(session, load, reply);
        reply.end(0, "");
    }

    private static Line line(
            ProtocolStatus protocol, BgpStatus bgp, RouterLoad.Neighbor neighbor, Map<InetAddress, String> bfd) {
        String state = bgp.neighborAddress() == null ? null : bfd.get(bgp.neighborAddress());
        return new Line(
                ShowNeighbors.neighbor(protocol, bgp),
                neighbor.updates(),
                neighbor.queuedBytes(),
                neighbor.work(),
                state);
    }

    private static String text(RouterLoad.Neighbor neighbor) {
        return row(
                neighbor.protocol(),
                Long.toString(neighbor.updates().received()),
                Long.toString(neighbor.updates().sent()),
                Long.toString(neighbor.queuedBytes()),
                seconds(neighbor.work().decode()),
                seconds(neighbor.work().importing()),
                seconds(neighbor.work().exporting()));
    }

    private static void whole(CommandRunner session, RouterLoad load, Reply reply) throws IOException {
        if (session.json()) {
            var status = session.ports().view().status();
            reply.object(new Whole(new Whole.Router(
                    status.version(),
                    Duration.between(status.booted(), status.now()),
                    load.queues(),
                    load.kernel(),
                    load.heap())));
            return;
        }
        RouterLoad.Queues queues = load.queues();
        RouterLoad.Kernel kernel = load.kernel();
        reply.row(
                ROW,
                "Waiting: " + queues.shardTasks() + " tasks for " + queues.shards() + " shards, " + queues.kernelTasks()
                        + " for the kernel");
        reply.row(
                ROW,
                "Kernel routes: " + kernel.added() + " added, " + kernel.replaced() + " replaced, " + kernel.removed()
                        + " removed, " + kernel.refused() + " refused now");
        reply.row(
                ROW,
                String.format(
                        Locale.ROOT,
                        "Java heap: %d of %d MB",
                        load.heap().used() >> 20,
                        load.heap().most() >> 20));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
    }

    private static String row(
            String name,
            String received,
            String sent,
            String queued,
            String decode,
            String importing,
            String exporting) {
        return String.format(
                Locale.ROOT,
                "%-16s %9s %9s %9s %10s %10s %10s",
                name,
                received,
                sent,
                queued,
                decode,
                importing,
                exporting);
    }
}
