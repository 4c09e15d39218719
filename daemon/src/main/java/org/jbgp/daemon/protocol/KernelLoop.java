package org.jbgp.daemon.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelEventSink;
import org.jbgp.kernel.KernelException;
import org.jbgp.kernel.KernelFib;
import org.jbgp.kernel.KernelLink;
import org.jbgp.kernel.RouteMessage;

/**
 * The kernel thread's work: takes the kernel's events to the protocols, runs what others ask for, and scans when it is time.
 *
 * <p>{@link #run} belongs to one thread; {@link #execute} and {@link #shutdown} are for any. What is executed runs between the delivery of
 * events and may use everything the loop owns. The queue is unbounded by itself: callers bound what they put in (each
 * {@link KernelExporter} has a fixed number of batches under way).
 */
public final class KernelLoop implements Runnable, Executor {
    /** Events delivered before other work has its turn. */
    private static final int EVENTS_PER_TURN = 1_000;

    private final KernelFib fib;
    private final DeviceProtocol device;
    private final LongSupplier nanoClock;
    private final ProtocolLog log;
    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final List<Attached> kernels = new ArrayList<>();
    private final Events events = new Events();
    private long deviceScanMillis = 10_000;
    private long nextDeviceScan;
    private boolean linkWentDown;
    private volatile boolean stopping;

    private record Attached(KernelProtocol protocol, Family family, int table) {}

    /**
     * On a kernel that is open already.
     *
     * @param nanoClock a monotonic clock in nanoseconds
     */
    public KernelLoop(KernelFib fib, DeviceProtocol device, LongSupplier nanoClock, ProtocolLog log) {
        this.fib = fib;
        this.device = device;
        this.nanoClock = nanoClock;
        this.log = log;
        device.addListener(this::interfacesChanged);
    }

    /** Milliseconds of the loop's clock. Any thread. */
    public long now() {
        return TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong());
    }

    /** The kernel it works on; for tasks on the loop. */
    public KernelFib fib() {
        return fib;
    }

    /** Runs a task on the kernel thread. Any thread. */
    @Override
    public void execute(Runnable task) {
        inbox.add(task);
        fib.wakeUp();
    }

    /** Ends {@link #run} after what is queued already. Any thread. */
    public void shutdown() {
        execute(() -> stopping = true);
    }

    /** How often interfaces are scanned, in seconds. On the loop. */
    public void deviceScanTime(int seconds) {
        deviceScanMillis = seconds * 1000L;
        nextDeviceScan = Math.min(nextDeviceScan, now() + deviceScanMillis);
    }

    /** Scans interfaces now. On the loop, or before it runs. */
    public void scanInterfaces() throws KernelException {
        device.scanned(fib.links(), fib.addresses());
        nextDeviceScan = now() + deviceScanMillis;
    }

    /** Starts a kernel protocol on a table. On the loop, or before it runs. */
    public void attach(KernelProtocol protocol, Family family, int table) {
        kernels.add(new Attached(protocol, family, table));
        protocol.start(now());
    }

    /** Stops a kernel protocol. On the loop. */
    public void detach(KernelProtocol protocol) {
        protocol.stop();
        kernels.removeIf(each -> each.protocol.equals(protocol));
    }

    /** Works until {@link #shutdown}; the protocols stay as they are, and the kernel stays open. */
    @Override
    public void run() {
        try {
            scanInterfaces();
        } catch (KernelException e) {
            log.warning("device", "Cannot scan interfaces: " + e.getMessage());
        }
        while (!stopping) {
            try {
                turn();
            } catch (KernelException e) {
                log.warning("kernel", e.getMessage());
                lookAgain();
            }
        }
    }

    private void turn() throws KernelException {
        long now = now();
        long next = nextDeviceScan;
        if (now >= nextDeviceScan) {
            scanInterfaces();
            next = nextDeviceScan;
        }
        for (int i = 0; i < kernels.size(); i++) {
            next = Math.min(next, kernels.get(i).protocol.tick(now));
        }
        boolean readable = fib.await(inbox.isEmpty() ? Math.clamp(next - now(), 0, 60_000) : 0);
        if (readable) {
            fib.deliverEvents(events, EVENTS_PER_TURN);
            device.settle();
        }
        if (linkWentDown) {
            linkWentDown = false;
            lookAgain();
        }
        for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
            perform(task);
        }
        for (int i = 0; i < kernels.size(); i++) {
            kernels.get(i).protocol.flush();
        }
    }

    private void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            // A fault in one task must not take the kernel's table away from all others.
            log.warning("kernel", "Internal error: " + e);
        }
    }

    private void lookAgain() {
        for (Attached each : kernels) {
            each.protocol.scanSoon(now());
        }
    }

    private void interfacesChanged(InterfaceTable before, InterfaceTable now) {
        boolean better = false;
        for (NetworkInterface each : now.all()) {
            NetworkInterface old = before.byIndex(each.index()).orElse(null);
            better |= each.up() && !each.equals(old);
        }
        for (NetworkInterface old : before.all()) {
            boolean stillUp = now.byIndex(old.index())
                    .filter(NetworkInterface::upWithLink)
                    .filter(each -> each.addresses().containsAll(old.addresses()))
                    .isPresent();
            linkWentDown |= old.up() && !stillUp;
        }
        if (better) {
            for (Attached each : kernels) {
                each.protocol.retryRefused();
            }
        }
    }

    private final class Events implements KernelEventSink {
        @Override
        public void linkChanged(KernelLink link) {
            device.linkChanged(link);
        }

        @Override
        public void linkRemoved(KernelLink link) {
            device.linkRemoved(link);
        }

        @Override
        public void addressChanged(KernelAddress address) {
            device.addressChanged(address);
        }

        @Override
        public void addressRemoved(KernelAddress address) {
            device.addressRemoved(address);
        }

        @Override
        public void routeChanged(RouteMessage route, boolean replaced) {
            for (int i = 0; i < kernels.size(); i++) {
                Attached each = kernels.get(i);
                if (each.family == route.family() && each.table == route.table()) {
                    each.protocol.routeChanged(route, replaced);
                }
            }
        }

        @Override
        public void routeRemoved(RouteMessage route) {
            for (int i = 0; i < kernels.size(); i++) {
                Attached each = kernels.get(i);
                if (each.family == route.family() && each.table == route.table()) {
                    each.protocol.routeRemoved(route);
                }
            }
        }

        @Override
        public void resyncNeeded() {
            nextDeviceScan = 0;
            lookAgain();
        }
    }
}
