package org.jbgp.daemon.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.instance.EarlyWarning;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.protocol.DeviceProtocol;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.ReportPace;
import org.jbgp.daemon.protocol.ScanPace;
import org.jbgp.daemon.protocol.kernel.KernelPort;
import org.jbgp.daemon.protocol.kernel.KernelProtocol;
import org.jbgp.daemon.protocol.kernel.Via;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.shards.RouterThreads;
import org.jbgp.daemon.shards.ShardWorker;
import org.jbgp.daemon.shards.WorkLoop;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelEventSink;
import org.jbgp.kernel.KernelLink;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.RouteMessage;
import org.jbgp.kernel.netlink.KernelException;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * The thread that owns the netlink sockets and everything that lives from the kernel: interfaces, the protocols device,
 * direct, static and kernel. Other threads hand it tasks; it sleeps in poll(2) until there is a task, an event or a
 * timer.
 */
public final class KernelThread implements Executor, EarlyWarning {
    private static final Logger log = LogManager.getLogger(KernelThread.class);

    /** Route batches are bounded per exporter, other tasks are few; who finds the queue full waits. */
    private static final int QUEUE = 1 << 14;

    private static final int URGENT_CHUNK = 64;

    private static final int EVENTS_AT_ONCE = 256;

    /**
     * Tasks wait for events after so long: a full table on its way into the kernel is minutes of tasks on a slow
     * machine.
     */
    private static final long TASKS_MILLIS = 10;

    /** After a scan of the interfaces that failed. */
    private static final long AGAIN_MILLIS = 1_000;

    private static final long MAXIMUM_SLEEP_MILLIS = 60_000;

    private final KernelPort fib;
    private final RouterThreads threads;
    private final WorkLoop loop;
    private final MpscArrayQueue<Runnable> tasks = new MpscArrayQueue<>(QUEUE);
    /** Tasks that go before all others: sessions that end, and answers about next hops. Nobody waits for a place. */
    private final MpscUnboundedArrayQueue<Runnable> urgent = new MpscUnboundedArrayQueue<>(URGENT_CHUNK);

    private final DeviceProtocol device = new DeviceProtocol();
    private final List<KernelProtocol> kernels = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile InterfaceTable interfaces = InterfaceTable.EMPTY;
    /** Of the scans of interfaces and addresses. */
    private final ScanPace pace = new ScanPace();

    private final ReportPace reports = new ReportPace();

    private final LogPace overruns = new LogPace(TimeUnit.SECONDS.toNanos(10), System::nanoTime);

    private volatile boolean closed;

    /** Which kernel table a kernel protocol keeps. */
    private record Table(KernelProtocol protocol, Family family, int number) {}

    public KernelThread(KernelPort fib, RouterThreads threads) {
        this.fib = fib;
        this.threads = threads;
        this.loop = threads.loop("kernel", ShardWorker.STACK, this::turn, new Awaited());
        device.addListener(changes -> interfaces = changes.now());
    }

    /** Starts, and returns when the interfaces are known. */
    public void start() throws InterruptedException {
        loop.start();
        ready.await();
    }

    /** The interfaces as last seen. Any thread. */
    public InterfaceTable interfaces() {
        return interfaces;
    }

    /** Where interface changes are reported, on this thread. Only on this thread. */
    public DeviceProtocol device() {
        return device;
    }

    /** The kernel's routes. Only on this thread. */
    KernelPort fib() {
        return fib;
    }

    /** How often interfaces are looked at without a change being reported. Only on this thread. */
    public void scanEvery(int seconds) {
        pace.every(seconds);
    }

    /** From now on this protocol hears of its table and gets its time. Only on this thread. */
    void add(KernelProtocol protocol, Family family, int table) {
        kernels.add(protocol);
        tables.add(new Table(protocol, family, table));
        introduce();
    }

    /** Only on this thread. */
    void remove(KernelProtocol protocol) {
        kernels.remove(protocol);
        tables.removeIf(table -> table.protocol == protocol);
        introduce();
    }

    /** Those that keep one kernel table under different protocol numbers know each other. */
    private void introduce() {
        long now = now();
        for (Table each : tables) {
            BitSet numbers = new BitSet();
            for (Table other : tables) {
                if (other.protocol != each.protocol && other.family == each.family && other.number == each.number) {
                    numbers.set(other.protocol.routeProtocol());
                }
            }
            each.protocol.siblings(numbers, now);
        }
    }

    /** Milliseconds of a clock that never jumps. */
    long now() {
        return threads.nanoTime() / 1_000_000;
    }

    /** Tasks waiting at this moment. */
    public int queued() {
        return tasks.size();
    }

    @Override
    public void execute(Runnable task) {
        while (!tasks.offer(task)) {
            if (loop.isCurrent()) {
                task.run();
                return;
            }
            Thread.onSpinWait();
        }
        loop.wake();
    }

    private void executeFirst(Runnable task) {
        urgent.add(task);
        loop.wake();
    }

    private Runnable nextTask() {
        Runnable task = urgent.poll();
        return task != null ? task : tasks.poll();
    }

    @Override
    public void channelLost(int channel) {
        executeFirst(() -> {
            long now = now();
            kernels.forEach(kernel -> kernel.lost(via -> via.channel() == channel, now));
        });
    }

    @Override
    public void nextHopsChanged(List<NextHopRequests.Answer> answers) {
        executeFirst(() -> {
            long now = now();
            for (NextHopRequests.Answer answer : answers) {
                NextHopRequests.Request nextHop = new NextHopRequests.Request(answer.domain(), answer.address());
                Predicate<Via> concerned = via -> nextHop.equals(via.nextHop());
                List<KernelNextHop> hops =
                        KernelAttributes.nextHops(answer.resolution().legs());
                for (KernelProtocol kernel : kernels) {
                    if (!answer.resolution().reachable()) {
                        kernel.lost(concerned, now);
                    } else if (hops.size() == 1) {
                        kernel.moved(concerned, hops.getFirst(), now);
                    }
                }
            }
        });
    }

    private long turn() {
        if (ready.getCount() > 0) {
            guarded(this::scanInterfaces);
            ready.countDown();
        }
        if (closed) {
            return WorkLoop.OVER;
        }
        long[] wait = {0};
        guarded(() -> wait[0] = work());
        return wait[0];
    }

    /** @return nanoseconds until there is something to do by itself */
    private long work() throws KernelException {
        Runnable task;
        long enough = now() + TASKS_MILLIS;
        while (now() <= enough && (task = nextTask()) != null) {
            task.run();
        }
        int delivered = fib.deliverEvents(events, EVENTS_AT_ONCE);
        long now = now();
        if (now >= pace.next(now)) {
            scanInterfaces();
        }
        long wake = Math.min(pace.next(now), settle(now)) - now;
        for (int i = 0; i < kernels.size(); i++) {
            wake = Math.min(wake, kernels.get(i).tick(now) - now);
        }
        if (!urgent.isEmpty() || !tasks.isEmpty() || delivered == EVENTS_AT_ONCE || closed) {
            return 0;
        }
        return Math.clamp(wake, 0, MAXIMUM_SLEEP_MILLIS) * 1_000_000;
    }

    /** Sleeps until the kernel reports a change. */
    private final class Awaited implements WorkLoop.Sleep {
        @Override
        public void sleep(long nanos) {
            guarded(() -> fib.await((int) (nanos / 1_000_000)));
        }

        @Override
        public void wake(Thread sleeper) {
            fib.wakeUp();
        }
    }

    /**
     * Reports what has changed, if that is due.
     *
     * @return when to come again
     */
    private long settle(long now) {
        if (!device.isUnsettled()) {
            return Long.MAX_VALUE;
        }
        long due = reports.due(device.hasLosses());
        if (now < due) {
            return due;
        }
        device.settle();
        reports.reported(now, now(), device.interfaces().all().size());
        return Long.MAX_VALUE;
    }

    /** A filter may ask for the name of a route's interface. */
    private void reportInterfaceOf(RouteMessage route) {
        if (device.isUnsettled() && device.interfaces().byIndex(route.ifindex()).isEmpty()) {
            device.settle();
        }
    }

    private void scanInterfaces() throws KernelException {
        pace.missed(now(), AGAIN_MILLIS);
        device.scanned(fib.links(), fib.addresses());
        pace.scanned(now());
    }

    private interface Step {
        void run() throws KernelException;
    }

    private static void guarded(Step step) {
        try {
            step.run();
        } catch (KernelException e) {
            log.error("Netlink: {}", e.getMessage());
        } catch (RuntimeException e) {
            // One bad task must not end kernel synchronisation; the cause is a defect and is logged with its stack.
            log.error("internal error in the kernel thread; the router goes on", e);
        }
    }

    private final KernelEventSink events = new KernelEventSink() {
        @Override
        public void linkChanged(KernelLink link) {
            pace.stir();
            device.linkChanged(link);
            long now = now();
            for (KernelProtocol kernel : kernels) {
                if (link.adminUp() && link.carrier()) {
                    kernel.linkWorks(link.index());
                } else {
                    kernel.linkDown(link.index(), now); // next hop objects end with the carrier
                }
                if (link.adminUp()) {
                    kernel.linkUp(now);
                }
            }
        }

        @Override
        public void linkRemoved(KernelLink link) {
            pace.stir();
            device.linkRemoved(link);
            long now = now();
            kernels.forEach(kernel -> kernel.linkRemoved(link.index(), now));
        }

        @Override
        public void addressChanged(KernelAddress address) {
            pace.stir();
            device.addressChanged(address);
            kernels.forEach(KernelProtocol::retryRefused);
        }

        @Override
        public void addressRemoved(KernelAddress address) {
            pace.stir();
            device.addressRemoved(address);
            long now = now();
            kernels.forEach(kernel -> kernel.addressRemoved(address, now));
        }

        @Override
        public void routeChanged(RouteMessage route, boolean replaced) {
            for (Table table : tables) {
                if (table.family == route.family() && table.number == route.table()) {
                    reportInterfaceOf(route);
                    table.protocol.routeChanged(route, replaced);
                }
            }
        }

        @Override
        public void routeRemoved(RouteMessage route) {
            for (Table table : tables) {
                if (table.family == route.family() && table.number == route.table()) {
                    table.protocol.routeRemoved(route);
                }
            }
        }

        @Override
        public void nextHopObjectChanged(int id) {
            long now = now();
            kernels.forEach(kernel -> kernel.nextHopObjectChanged(id, now));
        }

        @Override
        public void resyncNeeded() {
            if (overruns.permits()) {
                log.warn(
                        "Netlink: the kernel reported changes faster than they could be read; looking at everything again{}",
                        overruns.leftOut());
            }
            long now = now();
            pace.by(now);
            kernels.forEach(kernel -> kernel.scanSoon(now));
        }
    };

    /** Ends all threads and closes all sockets, without a word to anybody. */
    public void close() throws InterruptedException {
        execute(() -> closed = true);
        loop.join(5_000);
        fib.close();
    }
}
