package org.jbgp.daemon.simulation;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouteWalk;
import org.jbgp.daemon.instance.RouterPorts;
import org.jbgp.daemon.net.SocketNetwork;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.query.TableReader;
import org.jbgp.daemon.router.Router;
import org.jbgp.daemon.router.RouterFilters;
import org.jbgp.daemon.shards.RouterThreads;
import org.jbgp.daemon.shards.WorkLoop;
import org.jbgp.kernel.KernelIp;

/** One router of a {@link World}, and the machine it runs on, which outlives it. One thread, outside of all events. */
public final class SimulatedRouter implements SimulatedMachine {
    private static final int SLICE = 10_000;
    /** A percentage of it can still be reckoned. */
    private static final long NO_LIMIT = Long.MAX_VALUE / 100;

    private static final Duration SHUTDOWN = Duration.ofSeconds(15);
    private static final Duration STEP = Duration.ofMillis(10);

    private final World world;
    private final Host host;
    private final int shards;
    private Configuration configuration;
    private Router router;

    SimulatedRouter(World world, Host host, Configuration configuration, int shards) {
        this.world = world;
        this.host = host;
        this.configuration = configuration;
        this.shards = shards;
    }

    @Override
    public String name() {
        return host.name();
    }

    /** The machine. */
    @Override
    public Host host() {
        return host;
    }

    /** The configuration in force, or the one it starts with. */
    public Configuration configuration() {
        return configuration;
    }

    /** Whether it runs. */
    @Override
    public boolean runs() {
        return router != null;
    }

    /** The router as it runs at present. */
    public Router router() {
        if (router == null) {
            throw new IllegalStateException(name() + " does not run");
        }
        return router;
    }

    /** Its tables. */
    public TableReader tables() {
        return new TableReader(router());
    }

    /** The routes of a table, whatever is asked of it, sorted by prefix. */
    public List<RouteEntry> routes(RouteQuery query) {
        List<RouteEntry> found = new ArrayList<>();
        try (RouteWalk walk = tables().walk(query)) {
            boolean more = true;
            while (more) {
                more = walk.next(SLICE, found::add);
            }
        }
        found.sort((one, other) -> byPrefix(one.prefix(), other.prefix()));
        return found;
    }

    private static int byPrefix(RouteQuery.Prefix one, RouteQuery.Prefix other) {
        int order = one.family().compareTo(other.family());
        order = order == 0 ? Long.compareUnsigned(one.hi(), other.hi()) : order;
        order = order == 0 ? Long.compareUnsigned(one.lo(), other.lo()) : order;
        return order == 0 ? Integer.compare(one.length(), other.length()) : order;
    }

    /** Loc-RIB: all routes of a table, for each prefix the best one first. */
    public List<RouteEntry> locRib(String table) {
        return routes(query(table, new RouteQuery.Present()));
    }

    /** Adj-RIB-In: what a channel has received; it has {@code import table}. */
    public List<RouteEntry> adjRibIn(String table, String protocol, String channel) {
        return routes(query(table, new RouteQuery.Received(protocol, channel)));
    }

    /** Adj-RIB-Out: what a channel has advertised. */
    public List<RouteEntry> adjRibOut(String table, String protocol, String channel) {
        return routes(query(table, new RouteQuery.Sent(protocol, channel)));
    }

    private static RouteQuery query(String table, RouteQuery.Rib rib) {
        return new RouteQuery(table, new RouteQuery.Everything(), null, false, rib, null, null, false);
    }

    /** Its protocols with their states and counters. */
    public List<ProtocolStatus> protocols() {
        return router().protocols();
    }

    /** The protocol of that name. */
    public ProtocolStatus protocol(String wanted) {
        return protocols().stream()
                .filter(each -> each.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name() + " has no protocol " + wanted));
    }

    /**
     * A BFD session.
     *
     * @param protocol name of the {@code protocol bfd} that has it
     * @param interfaceName empty over more than one hop
     * @param state {@code Down Init Up}
     */
    public record Watch(String protocol, KernelIp neighbor, String interfaceName, String state) {
        public boolean isUp() {
            return state.equals(BfdState.UP.label());
        }
    }

    /** Its BFD sessions. */
    public List<Watch> watches() {
        List<Watch> all = new ArrayList<>();
        host.bfd()
                .standing()
                .forEach((protocol, sessions) -> sessions.forEach(session -> all.add(new Watch(
                        protocol,
                        session.address().remote(),
                        session.address().linkName(),
                        session.state().label()))));
        return all;
    }

    // --- what is done to it ---

    /**
     * Starts it.
     *
     * @param recovers as a graceful restart ({@code -R})
     */
    @Override
    public void start(boolean recovers) {
        if (router != null) {
            throw new IllegalStateException(name() + " runs already");
        }
        if (!host.isOn()) {
            host.power(true);
        }
        Threads threads = new Threads();
        ScheduledExecutorService timer = threads.tasks("timer", 0);
        VirtualEventLoop loop = new VirtualEventLoop(world.time());
        SocketNetwork network = new SocketNetwork(loop, new SimulatedSockets(host), world.networkTime());
        Router made = new Router(
                new RouterPorts(
                        new RouterPorts.Work(world.time(), threads, shards, new LongWork(threads::nanoTime)),
                        name(),
                        network,
                        host.kernel().open(),
                        RouterFilters.reportingTo(PolicyLog.SILENT),
                        UnpooledByteBufAllocator.DEFAULT,
                        recovers),
                timer,
                host.bfd().maker(world.random()),
                next -> configuration = next);
        router = made;
        uninterrupted(made::start);
        world.time().call(this, () -> {
            var _ = made.queue().start(configuration);
        });
    }

    /** Puts another configuration in force, as {@code configure} does. */
    public void configure(Configuration next) {
        Router running = router();
        world.time().call(this, () -> running.queue().change(next));
    }

    /** Ends it in order, as {@code down} does; some time passes. */
    public void stop() {
        Router running = router();
        router = null;
        CompletableFuture<Void> done = running.shutdown();
        Duration end = world.time().elapsed().plus(SHUTDOWN);
        while (!done.isDone() && world.time().elapsed().compareTo(end) < 0) {
            world.run(STEP);
        }
        uninterrupted(running::close);
    }

    /** Ends its process without a word: its connections are closed, and the kernel keeps its routes. */
    @Override
    public void kill() {
        Router running = router;
        router = null;
        if (running != null) {
            // First: a process that is killed says nothing to its helpers.
            host.bfd().routerIsGone();
            uninterrupted(running::abandon);
        }
    }

    /** The machine loses its power. {@link #start} brings it back. */
    @Override
    public void powerOff() {
        host.power(false);
        kill();
    }

    private interface Task {
        void run() throws InterruptedException;
    }

    /** Nothing waits in virtual time. */
    private static void uninterrupted(Task task) {
        try {
            task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private final class Threads implements RouterThreads {
        @Override
        public long nanoTime() {
            return world.time().nanoTime();
        }

        @Override
        public long heap() {
            return NO_LIMIT;
        }

        @Override
        public ScheduledExecutorService tasks(String task, long stack) {
            return new VirtualEventLoop(world.time());
        }

        @Override
        public WorkLoop loop(String loop, long stack, WorkLoop.Turn turn, WorkLoop.Sleep sleep) {
            VirtualWork made = new VirtualWork(world.time(), turn);
            if (loop.equals("kernel")) {
                host.kernel().listen(made::wake);
            }
            return made;
        }
    }
}
