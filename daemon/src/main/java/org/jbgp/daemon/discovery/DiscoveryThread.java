package org.jbgp.daemon.discovery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.daemon.control.view.RadvStatus;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.udp.SocketPoll;
import org.jbgp.kernel.udp.UdpSocket;

/** The thread of a {@code protocol radv}, which owns the sockets of its interfaces. Methods: any thread. */
final class DiscoveryThread {
    private static final Logger log = LogManager.getLogger(DiscoveryThread.class);

    /** Between two reports of who is there, so that a flood of changes costs the router one look a second. */
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Between two looks at how links stand, which {@code show protocols} prints. */
    private static final long VIEW_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * What it shall do.
     *
     * @param links the interfaces with their options
     * @param events whether the log has what routers do
     */
    record Plan(Map<DiscoveryLink.Place, RadvConfig.Interfaces> links, boolean events) {}

    /** How the links stood at a time. */
    private record View(List<RadvStatus.Link> links, long at) {}

    private final String protocol;
    private final SocketPoll poll;
    private final Consumer<List<DiscoveryLink.Found>> report;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile Plan plan;
    private volatile boolean ended;
    private volatile View view = new View(List.of(), System.nanoTime());

    // Of the thread itself.
    private final Map<DiscoveryLink.Place, DiscoveryLink> links = new LinkedHashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(DiscoveryMessage.LONGEST);
    private Plan done;
    private boolean unreported;
    private long reported = System.nanoTime() - REPORT_NANOS;
    private boolean unviewed;

    /** @param report gets all who are there after each change, on the thread */
    DiscoveryThread(String protocol, Plan plan, Consumer<List<DiscoveryLink.Found>> report) throws KernelException {
        this.protocol = protocol;
        this.plan = plan;
        this.report = report;
        this.poll = new SocketPoll();
        Thread.ofPlatform().name("radv-" + protocol).daemon().start(this::run);
    }

    /** Goes over to other interfaces and options. */
    void plan(Plan next) {
        plan = next;
        poll.signal();
    }

    /** How its interfaces stand; counters may be a second old. */
    List<RadvStatus.Link> view() {
        View last = view;
        long age = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - last.at);
        return last.links.stream().map(link -> link.later(age)).toList();
    }

    /** Ends it; completes when the sockets are closed and the others know. */
    CompletableFuture<Void> end() {
        ended = true;
        poll.signal();
        return gone;
    }

    private void run() {
        try (poll) {
            while (!ended) {
                long now = System.nanoTime();
                followPlan(now);
                for (DiscoveryLink link : links.values()) {
                    unreported |= link.act(now);
                }
                report(now);
                long wait = Math.max(0, due(now) - System.nanoTime());
                poll.await((int) Math.min(TimeUnit.NANOSECONDS.toMillis(wait) + 1, 60_000));
                receive();
            }
        } catch (KernelException | RuntimeException e) {
            log.error("{}: router discovery ended: {}", protocol, e.toString(), e);
        } finally {
            links.values().forEach(DiscoveryLink::close);
            view = new View(List.of(), System.nanoTime());
            gone.complete(null);
        }
    }

    private void followPlan(long now) {
        Plan wanted = plan;
        if (wanted.equals(done)) {
            return;
        }
        done = wanted;
        links.values().removeIf(link -> {
            boolean leaves = !wanted.links.containsKey(link.place());
            if (leaves) {
                link.close();
                unreported = true;
            }
            return leaves;
        });
        wanted.links.forEach((place, options) -> links.computeIfAbsent(
                        place,
                        ignored -> new DiscoveryLink(protocol, place, options, poll, RandomGenerator.getDefault()))
                .options(options, wanted.events, now));
    }

    private long due(long now) {
        long due = now + TimeUnit.MINUTES.toNanos(1);
        for (DiscoveryLink link : links.values()) {
            due = link.due() - due < 0 ? link.due() : due;
        }
        if (unreported && reported + REPORT_NANOS - due < 0) {
            due = reported + REPORT_NANOS;
        }
        if (unviewed && view.at + VIEW_NANOS - due < 0) {
            due = view.at + VIEW_NANOS;
        }
        return due;
    }

    private void receive() {
        long now = System.nanoTime();
        List<UdpSocket> ready = new ArrayList<>();
        for (int i = 0; i < poll.sockets().size(); i++) {
            if (poll.ready(i)) {
                ready.add(poll.sockets().get(i));
            }
        }
        if (ready.isEmpty()) {
            return;
        }
        for (DiscoveryLink link : links.values()) {
            if (ready.stream().anyMatch(link::owns)) {
                unreported |= link.receive(buffer, now);
            }
        }
    }

    private void report(long now) {
        if (unreported && now - reported >= REPORT_NANOS) {
            unreported = false;
            reported = now;
            List<DiscoveryLink.Found> all = new ArrayList<>();
            links.values().forEach(link -> link.addTo(all));
            report.accept(all);
        }
        unviewed = now - view.at < VIEW_NANOS;
        if (!unviewed) {
            view = new View(links.values().stream().map(link -> link.view(now)).toList(), now);
        }
    }
}
