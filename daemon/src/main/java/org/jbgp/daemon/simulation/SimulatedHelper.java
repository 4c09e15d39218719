package org.jbgp.daemon.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jbgp.daemon.bfd.helper.BfdHelper;
import org.jbgp.daemon.bfd.helper.Helper;
import org.jbgp.daemon.bfd.helper.Order;
import org.jbgp.daemon.bfd.helper.Report;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.packet.ControlPacket;
import org.jbgp.daemon.bfd.packet.Fault;
import org.jbgp.daemon.bfd.session.BfdSession;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.daemon.bfd.session.SessionSettings;
import org.jbgp.kernel.KernelIp;

/**
 * A heart-beat helper as a model: the sessions are real ones, their packets go over the simulated network. What {@code
 * BfdLoop} does around them, which session a packet is for and what becomes of sessions without a router, is done again
 * here without sockets. One thread.
 */
final class SimulatedHelper implements BfdSession.Port {
    private final SimulatedBfd owner;
    private final VirtualTime time;
    private final RandomGenerator random;
    /** Device of the VRF that its sockets are in; empty: the default one. */
    private final String vrf;

    private final List<BfdSession> all = new ArrayList<>();
    private final ControlPacket packet = new ControlPacket(ByteBuffer.allocate(ControlPacket.MOST_BYTES + 1));
    /** Null while there is none. */
    private RouterSide router;

    private VirtualTime.Event next;
    private long keepNanos;
    /** When sessions end that no router has taken over. */
    private long unclaimedUntil = BfdSession.NEVER;
    /** Numbers of sessions that wait for a router are negative. */
    private int lastUnclaimed;

    private CompletableFuture<Void> ending;

    SimulatedHelper(SimulatedBfd owner, String vrf, RandomGenerator random) {
        this.owner = owner;
        this.vrf = vrf;
        this.time = owner.time();
        this.random = random;
    }

    List<BfdSession> sessions() {
        return all;
    }

    // --- the router's side ---

    /** From now on it serves this router. */
    BfdHelper meets(Helper.Listener listener) {
        router = new RouterSide(listener);
        return router;
    }

    /** What one router has of it; of no use once that router is gone. */
    private final class RouterSide implements BfdHelper {
        private final Helper.Listener listener;

        private RouterSide(Helper.Listener listener) {
            this.listener = listener;
        }

        private boolean isServed() {
            return equals(router);
        }

        @Override
        public void keep(int seconds) {
            if (isServed()) {
                keepNanos = seconds * 1_000_000_000L;
                all.forEach(session -> session.independent(seconds > 0));
            }
        }

        @Override
        public void start() {
            // It runs.
        }

        @Override
        public void order(Order order) {
            if (isServed()) {
                carryOut(order, time.nanoTime());
                schedule();
            }
        }

        @Override
        public CompletableFuture<Report.Standing> ask() {
            return CompletableFuture.completedFuture(new Report.Standing(0, new Report.Traffic(0, 0), List.of()));
        }

        @Override
        public CompletableFuture<Void> end() {
            return isServed() ? endAll() : CompletableFuture.completedFuture(null);
        }
    }

    private void carryOut(Order order, long now) {
        switch (order) {
            case Order.Add add -> add(add, now);
            case Order.Change change ->
                all.stream()
                        .filter(session -> session.number() == change.number())
                        .forEach(session -> session.change(change.settings(), now));
            case Order.Remove remove ->
                all.stream()
                        .filter(session -> session.number() == remove.number())
                        .forEach(session -> session.end(now));
            case Order.Listen _, Order.Ask _, Order.Keep _, Order.End _ -> {
                // Said by other methods, or of no meaning without sockets.
            }
        }
    }

    private void add(Order.Add add, long now) {
        for (BfdSession session : all) {
            if (session.number() < 0
                    && session.state() != BfdState.ADMIN_DOWN
                    && session.address().equals(add.address())) {
                session.number(add.number());
                if (session.state() != BfdState.DOWN) {
                    // All a router knows of a new session is that it is down.
                    changed(session, BfdState.DOWN);
                }
                session.change(add.settings(), now);
                return;
            }
        }
        int discriminator = 1 + random.nextInt(Integer.MAX_VALUE - 1);
        BfdSession made = new BfdSession(add.number(), add.address(), add.settings(), discriminator, this, random, now);
        made.independent(keepNanos > 0);
        all.add(made);
    }

    private CompletableFuture<Void> endAll() {
        if (ending == null) {
            ending = new CompletableFuture<>();
            all.forEach(session -> session.end(time.nanoTime()));
            schedule();
        }
        return ending;
    }

    // --- what happens to it ---

    /** Its router was killed: sessions wait for the next one, or end. */
    void routerIsGone() {
        router = null;
        if (keepNanos == 0) {
            var _ = endAll();
        } else if (ending == null) {
            unclaimedUntil = time.nanoTime() + keepNanos;
            all.forEach(session -> session.number(--lastUnclaimed));
            schedule();
        }
    }

    /** It is gone without a word. */
    void powerIsGone() {
        all.clear();
        router = null;
        if (next != null) {
            next.cancel();
        }
    }

    /** Its sessions only say good-bye. */
    boolean isEnding() {
        return ending != null;
    }

    private void schedule() {
        long deadline = unclaimedUntil;
        for (BfdSession session : all) {
            deadline = Math.min(deadline, session.deadline());
        }
        if (next != null) {
            next.cancel();
            next = null;
        }
        if (ending != null && all.isEmpty()) {
            owner.gone(this);
            ending.complete(null);
        } else if (deadline != BfdSession.NEVER) {
            next = time.after(Math.max(0, deadline - time.nanoTime()), this, this::turn);
        }
    }

    private void turn() {
        next = null;
        long now = time.nanoTime();
        if (unclaimedUntil <= now) {
            unclaimedUntil = BfdSession.NEVER;
            all.stream().filter(session -> session.number() < 0).forEach(session -> session.end(now));
            if (router == null) {
                var _ = endAll();
            }
        }
        all.forEach(session -> session.run(now, now));
        all.removeIf(session -> session.finished(now));
        schedule();
    }

    // --- packets ---

    @Override
    public void send(BfdSession session, boolean answer) {
        if (!session.write(packet, answer, time.instant().toEpochMilli())) {
            return;
        }
        byte[] bytes = new byte[packet.length()];
        packet.buffer().get(0, bytes);
        SessionAddress between = session.address();
        Host host = owner.host();
        Network network = host.network();
        int within = within(between);
        Network.Way way = network.way(host, within, between.remote(), between.linkIndex());
        KernelIp source = between.local() != null ? between.local() : host.sourceFor(within, between.remote(), 0);
        // RFC 5881 §5: what a router has passed on is not taken from a neighbor.
        if (source != null && way.arrives() && (way.direct() || between.multihop())) {
            Port there = way.arrived();
            Datagram sent = new Datagram(
                    ByteBuffer.wrap(bytes),
                    new SessionAddress(between.remote(), source, between.linkIndex(), ""),
                    session.settings(),
                    there);
            network.datagram(way.delay().toNanos(), () -> there.host().bfd().receive(sent));
        }
    }

    /**
     * A packet that is under way.
     *
     * @param between as its sender sees it
     * @param settings of its sender
     * @param arrived the interface it comes to
     */
    record Datagram(ByteBuffer bytes, SessionAddress between, SessionSettings settings, Port arrived) {
        KernelIp source() {
            return between.local();
        }

        boolean multihop() {
            return between.multihop();
        }

        /** Between whom the session is as its receiver sees it. */
        SessionAddress back() {
            return new SessionAddress(
                    source(), between.remote(), multihop() ? 0 : arrived.index(), multihop() ? "" : arrived.name());
        }
    }

    /** The VRF of a session: that of its interface, or of the sockets. */
    private int within(SessionAddress between) {
        Host host = owner.host();
        return between.multihop()
                ? vrf.isEmpty() ? 0 : host.named(vrf).map(Port::index).orElse(-1)
                : host.port(between.linkIndex()).map(Port::vrf).orElse(-1);
    }

    /** False if it is for no session here. */
    boolean receive(Datagram datagram) {
        int length = datagram.bytes.limit();
        packet.buffer().put(0, datagram.bytes, 0, length);
        if (packet.check(length) != Fault.NONE) {
            return false;
        }
        BfdSession session = packet.yourDiscriminator() != 0
                ? byDiscriminator(packet.yourDiscriminator())
                : packet.state().compareTo(BfdState.DOWN) > 0 ? null : byPlace(datagram);
        if (session == null
                || session.address().multihop() != datagram.multihop()
                || within(session.address()) != datagram.arrived.vrf()) {
            return false;
        }
        session.receive(packet, time.nanoTime(), time.instant().toEpochMilli());
        schedule();
        return true;
    }

    private BfdSession byDiscriminator(int discriminator) {
        return all.stream()
                .filter(session -> session.discriminator() == discriminator)
                .findFirst()
                .orElse(null);
    }

    private BfdSession byPlace(Datagram datagram) {
        int link = datagram.multihop() ? 0 : datagram.arrived.index();
        return all.stream()
                .filter(session -> session.state() != BfdState.ADMIN_DOWN
                        && session.address().linkIndex() == link
                        && session.address().remote().equals(datagram.source()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void changed(BfdSession session, BfdState before) {
        Report report = new Report.Changed(
                session.number(),
                before,
                session.state(),
                session.remote().state(),
                session.diagnostic(),
                session.remote().independent(),
                time.instant().toEpochMilli());
        RouterSide served = router;
        time.after(0, this, () -> {
            // One that was killed meanwhile hears nothing.
            if (served != null && served.isServed()) {
                served.listener.report(report);
            }
        });
    }
}
