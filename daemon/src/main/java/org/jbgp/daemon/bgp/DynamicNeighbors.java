package org.jbgp.daemon.bgp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.discovery.NeighborTables;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.net.Visitor;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.rib.nexthop.Address;

/**
 * The neighbors that ranges were found to have (BIRD: {@code neighbor range}). Each is a protocol as if it stood in the
 * file: it is put into the configuration in force, so that commands and reloads treat it like any other.
 *
 * <p>Some dial. Such a one stays, waiting passively, when its session ends; if it never had a session it is taken away
 * soon. Others are in the range's {@code neighbor table}: they are dialled, and stay until they are there no more and
 * have no session. All go with their interface. Control thread.
 */
public final class DynamicNeighbors {
    private static final Logger log = LogManager.getLogger(DynamicNeighbors.class);

    /** Most neighbors of one range, which bounds the memory that strangers in its prefix can cost. */
    private static final int MOST = 4_096;

    private static final int SWEEP_SECONDS = 60;
    /** Between two looks whether the sessions of those who left the table have ended. */
    private static final int RELEASE_SECONDS = 2;

    private static final long LOG_NANOS = 10_000_000_000L;

    private final Host host;
    private final Map<String, Integer> counters = new HashMap<>();
    /** Those without a session when last looked at. */
    private final Set<String> idle = new HashSet<>();

    private boolean sweeping;
    private boolean releasing;
    /** Those that a table has. */
    private final Set<String> claimed = new HashSet<>();
    /** Those that a table has or had. */
    private final Set<String> discovered = new HashSet<>();

    private InterfaceTable interfaces = InterfaceTable.EMPTY;
    private final LogPace tooMany = new LogPace(LOG_NANOS, System::nanoTime);

    /** The router, as far as it is needed here. */
    public interface Host {
        /** The configuration in force with the neighbors in it. */
        Configuration configuration();

        /** The instance of that name, null if there is none. */
        ProtocolInstance running(String name);

        boolean isEnabled(ProtocolInstance instance);

        /** A restarted router is to wait for this neighbor as it would for the range. */
        void recovers(String range, String neighbor);

        /** Puts one more protocol in force and starts it; null if that cannot be. */
        ProtocolInstance add(BgpConfig found);

        /** Stops a protocol and takes it out. */
        void remove(String name);

        /** The interfaces of the moment. */
        InterfaceTable interfaces();

        /** The neighbor tables. */
        NeighborTables tables();

        /** Runs a task on the control thread so many seconds later. */
        void later(int seconds, Runnable task);
    }

    public DynamicNeighbors(Host host) {
        this.host = host;
    }

    /** A configuration that was read, with those neighbors that its ranges still take; disabled ones are forgotten. */
    public Configuration carriedOver(Configuration next) {
        counters.clear();
        Configuration present = host.configuration();
        if (present == null) {
            return next;
        }
        List<BgpConfig> kept = new ArrayList<>();
        for (ProtocolConfig protocol : present.protocols()) {
            if (protocol instanceof BgpConfig found && found.isDynamic() && !isDisabled(found.name())) {
                range(next, found)
                        .ifPresent(range -> kept.add(range.found(
                                found.name(),
                                found.neighbor().address().orElseThrow(),
                                found.local().address(),
                                found.neighbor().interfaceName())));
            }
        }
        return kept.isEmpty() ? next : next.with(kept);
    }

    private boolean isDisabled(String name) {
        ProtocolInstance instance = host.running(name);
        return instance == null || !host.isEnabled(instance);
    }

    /** The range of the next configuration that a neighbor found by it before belongs to. */
    private static Optional<BgpConfig> range(Configuration next, BgpConfig found) {
        if (next.protocol(found.name()).isPresent()) {
            return Optional.empty();
        }
        return next.protocols().stream()
                .filter(protocol -> protocol instanceof BgpConfig range
                        && range.takes(found)
                        && found.neighbor()
                                .interfaceName()
                                .map(name -> BgpPlanner.mayBeOn(range, name))
                                .orElse(true))
                .map(BgpConfig.class::cast)
                .findFirst();
    }

    /** Somebody has dialled who is no neighbor yet. */
    public void receive(String rangeName, Visitor visitor) {
        ProtocolInstance parent = host.running(rangeName);
        if (parent == null || !(parent.config() instanceof BgpConfig range) || !range.isRange()) {
            visitor.refuse();
            return;
        }
        IpAddress remote = address(visitor.remote());
        String known = known(range, remote, visitor.interfaceName());
        ProtocolInstance instance = known == null ? found(range, remote, visitor) : host.running(known);
        if (instance instanceof BgpInstance neighbor && host.isEnabled(neighbor)) {
            neighbor.take(visitor);
        } else {
            visitor.refuse();
        }
    }

    /** The name of a neighbor; null if there is none. Two connections may come before the first has made it known. */
    private String known(BgpConfig range, IpAddress remote, String interfaceName) {
        for (ProtocolConfig protocol : host.configuration().protocols()) {
            if (protocol instanceof BgpConfig found
                    && found.isDynamic()
                    && found.common().vrfDevice().equals(range.common().vrfDevice())
                    && found.neighbor().address().orElseThrow().equals(remote)
                    && (interfaceName.isEmpty()
                            || found.neighbor().interfaceName().equals(Optional.of(interfaceName)))) {
                return found.name();
            }
        }
        return null;
    }

    private ProtocolInstance found(BgpConfig range, IpAddress remote, Visitor visitor) {
        Optional<String> interfaceName = visitor.interfaceName().isEmpty()
                ? range.neighbor().interfaceName()
                : Optional.of(visitor.interfaceName());
        return found(range, remote, Optional.of(address(visitor.local())), interfaceName);
    }

    private ProtocolInstance found(
            BgpConfig range, IpAddress remote, Optional<IpAddress> dialled, Optional<String> interfaceName) {
        IpPrefix prefix = range.neighbor().range().orElseThrow();
        long present = host.configuration().protocols().stream()
                .filter(protocol -> protocol instanceof BgpConfig found
                        && found.isDynamic()
                        && found.neighbor().range().equals(range.neighbor().range()))
                .count();
        if (present >= MOST) {
            if (tooMany.permits()) {
                log.warn(
                        "{}: {} has {} neighbors already; {} is refused{}",
                        range.name(),
                        prefix,
                        MOST,
                        remote,
                        tooMany.leftOut());
            }
            return null;
        }
        BgpConfig found = range.found(freeName(range), remote, dialled, interfaceName);
        log.info(
                "{}: new neighbor {}{} is {}",
                range.name(),
                remote,
                interfaceName.map(name -> "%" + name).orElse(""),
                found.name());
        host.recovers(range.name(), found.name());
        ProtocolInstance instance = host.add(found);
        if (!sweeping) {
            sweeping = true;
            host.later(SWEEP_SECONDS, this::sweep);
        }
        return instance;
    }

    private String freeName(BgpConfig range) {
        String name;
        do {
            name = range.neighbor()
                    .names()
                    .name(counters.merge(range.neighbor().names().prefix(), 1, Integer::sum));
        } while (host.configuration().protocol(name).isPresent());
        return name;
    }

    /** Takes those away who came a while ago and never had a session. */
    private void sweep() {
        List<String> strangers = new ArrayList<>();
        boolean some = false;
        for (ProtocolConfig protocol : host.configuration().protocols()) {
            if (protocol instanceof BgpConfig found && found.isDynamic()) {
                some = true;
                if (host.running(found.name()) instanceof BgpInstance neighbor
                        && !neighbor.everUp()
                        && !claimed.contains(found.name())) {
                    strangers.add(found.name());
                }
            }
        }
        for (String name : strangers) {
            if (idle.contains(name)) {
                log.info("{} never came up; forgetting it", name);
                host.remove(name);
            }
        }
        idle.clear();
        idle.addAll(strangers);
        sweeping = some;
        if (some) {
            host.later(SWEEP_SECONDS, this::sweep);
        }
    }

    // ---- neighbor tables and interfaces ---------------------------------------------------------------------------

    /** Looks at the tables and the interfaces: takes neighbors in that were found, and away those that went. */
    public void review() {
        if (host.configuration() == null) {
            return;
        }
        InterfaceTable before = interfaces;
        interfaces = host.interfaces();
        Set<String> made = null;
        claimed.clear();
        for (ProtocolConfig protocol : host.configuration().protocols()) {
            if (protocol instanceof BgpConfig range && range.isRange()) {
                takeIn(range);
            }
        }
        boolean waiting = false;
        for (ProtocolConfig protocol : host.configuration().protocols()) {
            if (protocol instanceof BgpConfig found && found.isDynamic()) {
                made = made == null ? interfaces.renumbered(before) : made;
                waiting |= !release(found, made);
            }
        }
        discovered.removeIf(name -> host.configuration().protocol(name).isEmpty());
        if (waiting && !releasing) {
            releasing = true;
            host.later(RELEASE_SECONDS, () -> {
                releasing = false;
                review();
            });
        }
    }

    /** The neighbors that the range's table has. */
    private void takeIn(BgpConfig range) {
        Optional<String> table = range.neighbor().spawning().table();
        if (table.isEmpty()) {
            return;
        }
        boolean taking = host.running(range.name()) instanceof BgpRangeInstance running && running.isRunning();
        IpPrefix prefix = range.neighbor().range().orElseThrow();
        for (NeighborTables.Entry entry : host.tables().of(table.get())) {
            if (!prefix.contains(entry.address()) || !BgpPlanner.mayBeOn(range, entry.interfaceName())) {
                continue;
            }
            if (known(range, entry.address(), entry.interfaceName()) == null
                    && taking
                    && interfaces.byName(entry.interfaceName()).isPresent()) {
                var _ = found(range, entry.address(), Optional.empty(), Optional.of(entry.interfaceName()));
            }
            String name = known(range, entry.address(), entry.interfaceName());
            if (name != null) {
                claimed.add(name);
                discovered.add(name);
            }
        }
    }

    /** False if the neighbor is to go, and still has a session. */
    private boolean release(BgpConfig found, Set<String> madeAgain) {
        String name = found.name();
        Optional<String> link = found.neighbor().interfaceName();
        if (isDisabled(name)) {
            // Otherwise it would come back with its link, and nobody has enabled it.
            return true;
        }
        if (link.isPresent() && (interfaces.byName(link.get()).isEmpty() || madeAgain.contains(link.get()))) {
            log.info("{}: interface {} is gone; forgetting the neighbor", name, link.get());
            host.remove(name);
            return true;
        }
        if (!discovered.contains(name) || claimed.contains(name)) {
            return true;
        }
        if (host.running(name) instanceof BgpInstance neighbor && neighbor.hasSession()) {
            return false;
        }
        log.info("{}: the neighbor is not found any more; forgetting it", name);
        host.remove(name);
        return true;
    }

    private static IpAddress address(InetAddress address) {
        Address value = Address.of(address);
        return new IpAddress(value.length() == 4 ? IpFamily.IPV4 : IpFamily.IPV6, value.hi(), value.lo());
    }
}
