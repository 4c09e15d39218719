package org.jbgp.daemon.bfd.helper;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jbgp.daemon.bfd.packet.AuthenticationType;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.packet.ControlPacket;
import org.jbgp.daemon.bfd.packet.Fault;
import org.jbgp.daemon.bfd.session.BfdSession;
import org.jbgp.daemon.bfd.session.DeadlineHeap;
import org.jbgp.daemon.bfd.session.SessionSettings;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.udp.SocketPoll;
import org.jbgp.kernel.udp.UdpSocket;

/**
 * The one thread that sends, receives and watches the clock for all sessions. {@link #order} is for any thread; reports
 * are made on the loop's thread and must not block it. In steady state a turn allocates nothing.
 */
final class BfdLoop implements Runnable, BfdSession.Port {
    private static final int MILLI = 1_000_000;
    /** Packets read from one socket before timers have their turn. */
    private static final int BATCH = 128;

    private static final long LONGEST_WAIT_MILLIS = 10_000;

    /** A second before the loop began; see {@link #now}. */
    private final long origin = System.nanoTime() - 1000L * MILLI;

    private final RandomGenerator random;
    private final Consumer<Report> reports;
    private final SocketPoll poll;
    private final Ports ports;
    private final FaultLog faults;
    private final SessionTable sessions = new SessionTable();
    private final DeadlineHeap deadlines = new DeadlineHeap();
    private final IdentityHashMap<BfdSession, Ports.Shared> ways = new IdentityHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ControlPacket in = new ControlPacket(ByteBuffer.allocateDirect(ControlPacket.MOST_BYTES + 1));
    private final ControlPacket out = new ControlPacket(ByteBuffer.allocateDirect(ControlPacket.MOST_BYTES + 1));
    private long received;
    private long dropped;
    private boolean ending;
    /** Whether sessions go on when the router is gone: their C bit. */
    private boolean independent;
    /** There is no router. */
    private boolean alone;
    /** When sessions that no router has taken over end; {@link BfdSession#NEVER} if there are none. */
    private long unclaimedUntil = BfdSession.NEVER;
    /** Numbers of sessions that wait for a router are negative. */
    private int lastUnclaimed;

    BfdLoop(RandomGenerator random, Consumer<Report> reports) throws KernelException {
        this.random = random;
        this.reports = reports;
        this.poll = new SocketPoll();
        this.ports = new Ports(poll, reports, random);
        this.faults = new FaultLog(reports);
    }

    /** Nanoseconds, above 0, so that moments may be compared, also with {@link BfdSession#NEVER}. Any thread. */
    private long now() {
        return System.nanoTime() - origin;
    }

    /** Any thread. */
    void order(Order order) {
        later(() -> carryOut(order, now()));
    }

    private void later(Runnable task) {
        tasks.add(task);
        poll.signal();
    }

    /** Whether sessions go on when the router is gone. Any thread. */
    void independent(boolean next) {
        later(() -> {
            independent = next;
            sessions.all().forEach(session -> session.independent(next));
        });
    }

    /** The router is gone; sessions wait for another one so long, then everything ends. Any thread. */
    void abandoned(long nanos) {
        later(() -> {
            if (ending) {
                return;
            }
            alone = true;
            unclaimedUntil = now() + nanos;
            List.copyOf(sessions.all()).forEach(session -> sessions.renumber(session, --lastUnclaimed));
        });
    }

    /**
     * Another router is there, which takes sessions over by adding them again; those that it does not add end when
     * their time is over. Any thread.
     *
     * @param greeting runs on the loop's thread, before anything is reported to the new router
     */
    void adopted(Runnable greeting) {
        later(() -> {
            alone = false;
            greeting.run();
        });
    }

    /** Runs until {@link Order.End} is done. */
    @Override
    public void run() {
        try {
            while (!ending || !sessions.all().isEmpty()) {
                turn();
            }
        } catch (KernelException e) {
            reports.accept(new Report.Said(true, "BFD stops: " + e.getMessage()));
        } finally {
            ports.close();
            poll.close();
        }
    }

    private void turn() throws KernelException {
        poll.await(waitMillis(now()));
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        if (unclaimedUntil <= now()) {
            endUnclaimed(now());
        }
        long before = now();
        long heardTo = before;
        for (int i = 0; i < ports.receivers().size(); i++) {
            heardTo = Math.min(heardTo, drain(ports.receivers().get(i), before));
        }
        long now = now();
        while (deadlines.earliest() <= now) {
            BfdSession session = deadlines.first();
            session.run(now, heardTo);
            if (session.finished(now)) {
                forget(session);
            } else {
                // One that would expire, but for what lies unread, must not keep the others waiting.
                deadlines.update(session, now + MILLI / 4);
            }
        }
        ports.retry(now);
    }

    private int waitMillis(long now) {
        for (int i = 0; i < ports.receivers().size(); i++) {
            if (!ports.receivers().get(i).drained) {
                return 0;
            }
        }
        long until = Math.min(Math.min(deadlines.earliest(), ports.retryAt()), unclaimedUntil);
        if (until == BfdSession.NEVER) {
            return (int) LONGEST_WAIT_MILLIS;
        }
        return (int) Math.clamp((until - now + MILLI - 1) / MILLI, 0, LONGEST_WAIT_MILLIS);
    }

    // ---- orders ---------------------------------------------------------------------------------------------------

    private void carryOut(Order order, long now) {
        switch (order) {
            case Order.Listen listen -> ports.listen(listen, now);
            case Order.Add add -> {
                if (!claim(add, now)) {
                    add(add, now);
                }
            }
            case Order.Change change -> change(sessions.byNumber(change.number()), change.settings(), now);
            case Order.Remove remove -> remove(sessions.byNumber(remove.number()), now);
            case Order.Ask ask -> reports.accept(standing(ask, now));
            case Order.Keep _ -> {
                // The meeting place is not the loop's.
            }
            case Order.End _ -> {
                ending = true;
                List.copyOf(sessions.all()).forEach(session -> remove(session, now));
            }
        }
    }

    /** Gives a session that the router before had to this one, as it stands. */
    private boolean claim(Order.Add add, long now) {
        BfdSession session = sessions.byPlace(add.address());
        if (session == null || session.number() >= 0 || session.state() == BfdState.ADMIN_DOWN) {
            return false;
        }
        if (!session.address().equals(add.address())) {
            remove(session, now);
            return false;
        }
        sessions.renumber(session, add.number());
        if (session.state() != BfdState.DOWN) {
            // All a router knows of a new session is that it is down.
            changed(session, BfdState.DOWN);
        }
        change(session, add.settings(), now);
        return true;
    }

    private void endUnclaimed(long now) {
        unclaimedUntil = BfdSession.NEVER;
        ending |= alone;
        List.copyOf(sessions.all()).stream()
                .filter(session -> session.number() < 0)
                .forEach(session -> remove(session, now));
    }

    private void add(Order.Add add, long now) {
        int discriminator;
        do {
            discriminator = random.nextInt();
        } while (discriminator == 0 || sessions.byDiscriminator(discriminator) != null);
        BfdSession session =
                new BfdSession(add.number(), add.address(), add.settings(), discriminator, this, random, now);
        session.independent(independent);
        ways.put(session, ports.acquire(add.address(), now));
        sessions.add(session);
        deadlines.add(session);
    }

    private void change(BfdSession session, SessionSettings settings, long now) {
        if (session != null) {
            session.change(settings, now);
            deadlines.update(session, 0);
        }
    }

    private void remove(BfdSession session, long now) {
        if (session == null) {
            return;
        }
        session.end(now);
        sessions.leavePlace(session);
        deadlines.update(session, 0);
    }

    private void forget(BfdSession session) {
        deadlines.remove(session);
        sessions.remove(session);
        ways.remove(session);
        ports.release(session.address());
    }

    private Report.Standing standing(Order.Ask ask, long now) {
        long epoch = System.currentTimeMillis();
        List<SessionStanding> all = new ArrayList<>(sessions.all().size());
        for (BfdSession session : sessions.all()) {
            if (session.state() != BfdState.ADMIN_DOWN) {
                all.add(SessionStanding.of(session, now, epoch));
            }
        }
        return new Report.Standing(ask.question(), new Report.Traffic(received, dropped), all);
    }

    // ---- packets --------------------------------------------------------------------------------------------------

    /** Reads what waits; the moment up to which everything that arrived is read. */
    private long drain(Ports.Receiver receiver, long before) {
        UdpSocket socket = receiver.socket;
        if (socket == null) {
            return before;
        }
        long arrived = receiver.emptyAt;
        for (int i = 0; i < BATCH; i++) {
            int length = socket.receive(in.buffer());
            if (length == -Errno.EAGAIN) {
                receiver.emptyAt = before;
                receiver.drained = true;
                return before;
            }
            if (length < 0) {
                // An answer of ICMP to what was sent, or the interface went: the next one may be read.
                continue;
            }
            long now = now();
            arrived = arrival(socket.stampNanos(), receiver.emptyAt, now);
            received++;
            take(receiver, socket, length, arrived);
        }
        receiver.drained = false;
        return arrived;
    }

    /** The kernel's time of arrival by our own clock: what waited while this process did not run is as old as it is. */
    private static long arrival(long stamp, long earliest, long now) {
        if (stamp == 0) {
            return now;
        }
        long age = System.currentTimeMillis() * MILLI - stamp;
        return Math.max(earliest, now - Math.max(0, age));
    }

    private void take(Ports.Receiver receiver, UdpSocket socket, int length, long arrived) {
        Fault fault;
        int value = 0;
        try {
            fault = accept(receiver, socket, length, arrived);
            if (fault != Fault.NONE) {
                value = fault == Fault.WRONG_TTL ? socket.hops() : in.valueOf(fault, length);
            }
        } catch (RuntimeException e) {
            // A packet must not end more than itself.
            reports.accept(new Report.Said(true, "A packet could not be read: " + e));
            fault = Fault.LENGTH;
        }
        if (fault != Fault.NONE) {
            dropped++;
            if (fault != Fault.NO_SESSION) {
                faults.dropped(fault, value, receiver.ipv6, socket.sourceHi(), socket.sourceLo(), arrived);
            }
        }
    }

    private Fault accept(Ports.Receiver receiver, UdpSocket socket, int length, long arrived) {
        // RFC 5881 §5: whoever is more than one hop away cannot make it 255.
        if (!receiver.multihop && socket.hops() != 255) {
            return Fault.WRONG_TTL;
        }
        Fault fault = in.check(length);
        if (fault != Fault.NONE) {
            return fault;
        }
        BfdSession session;
        if (in.yourDiscriminator() != 0) {
            session = sessions.byDiscriminator(in.yourDiscriminator());
            if (session == null) {
                return Fault.UNKNOWN_SESSION;
            }
            // Else who is far away could speak for a direct neighbor.
            if (session.address().multihop() != receiver.multihop) {
                return Fault.OTHER_PORT;
            }
        } else {
            // RFC 5880 §6.8.6
            if (in.state().compareTo(BfdState.DOWN) > 0) {
                return Fault.INIT_STATE;
            }
            session = sessions.byPlace(
                    receiver.ipv6, socket.sourceHi(), socket.sourceLo(), receiver.multihop ? 0 : socket.link());
            if (session == null) {
                return Fault.NO_SESSION;
            }
            // A neighbor that begins anew is down at once; but anybody far away could say so.
            if (receiver.multihop
                    && session.settings().authentication() == AuthenticationType.NONE
                    && session.state() == BfdState.UP
                    && in.myDiscriminator() != session.remote().discriminator()) {
                return Fault.REMOTE_ID;
            }
        }
        fault = session.receive(in, arrived, System.currentTimeMillis());
        deadlines.update(session, 0);
        return fault;
    }

    @Override
    public void send(BfdSession session, boolean answer) {
        Ports.Shared way = ways.get(session);
        UdpSocket socket = way == null ? null : way.sender;
        if (socket == null || !session.write(out, answer, System.currentTimeMillis())) {
            return;
        }
        int error = socket.send(
                out.buffer(),
                out.length(),
                session.address().remote(),
                session.address().linkIndex(),
                session.address().multihop() ? Ports.MULTIHOP : Ports.SINGLE_HOP);
        if (error == 0) {
            session.counters().sent();
        }
    }

    @Override
    public void changed(BfdSession session, BfdState before) {
        reports.accept(new Report.Changed(
                session.number(),
                before,
                session.state(),
                session.remote().state(),
                session.diagnostic(),
                session.remote().independent(),
                System.currentTimeMillis()));
    }
}
