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
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.net.Visitor;
import org.jbgp.daemon.rib.nexthop.Address;

/**
 * The neighbors that ranges were found to have (BIRD: {@code neighbor range}). Each is a protocol as if it stood in the
 * file: it is put into the configuration in force, so that commands and reloads treat it like any other. It stays,
 * waiting passively, when its session ends; one that never had a session is taken away soon. Control thread.
 */
public final class DynamicNeighbors {
    private static final Logger log = LogManager.getLogger(DynamicNeighbors.class);

    /** Most neighbors of one range, which bounds the memory that strangers in its prefix can cost. */
    private static final int MOST = 4_096;

    private static final int SWEEP_SECONDS = 60;

    private final Host host;
    private final Map<String, Integer> counters = new HashMap<>();
    /** Those without a session when last looked at. */
    private final Set<String> idle = new HashSet<>();

    private boolean sweeping;

    /** The router, as far as it is needed here. */
    public interface Host {
        /** The configuration in force with the neighbors in it. */
        Configuration configuration();

        /** The instance of that name, null if there is none. */
        ProtocolInstance running(String name);

        boolean isEnabled(ProtocolInstance instance);

        /** Puts one more protocol in force and starts it; null if that cannot be. */
        ProtocolInstance add(BgpConfig found);

        /** Stops a protocol and takes it out. */
        void remove(String name);

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
                                found.local().address().orElseThrow(),
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
                .filter(protocol -> protocol instanceof BgpConfig range && range.takes(found))
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
        ProtocolInstance instance = known(remote, visitor.interfaceName());
        if (instance == null) {
            instance = found(range, remote, visitor);
        }
        if (instance instanceof BgpInstance neighbor && host.isEnabled(neighbor)) {
            neighbor.take(visitor);
        } else {
            visitor.refuse();
        }
    }

    /** Two connections of one neighbor may come before the first has made it known. */
    private ProtocolInstance known(IpAddress remote, String interfaceName) {
        for (ProtocolConfig protocol : host.configuration().protocols()) {
            if (protocol instanceof BgpConfig found
                    && found.isDynamic()
                    && found.neighbor().address().orElseThrow().equals(remote)
                    && (interfaceName.isEmpty()
                            || found.neighbor().interfaceName().equals(Optional.of(interfaceName)))) {
                return host.running(found.name());
            }
        }
        return null;
    }

    private ProtocolInstance found(BgpConfig range, IpAddress remote, Visitor visitor) {
        IpPrefix prefix = range.neighbor().range().orElseThrow();
        long present = host.configuration().protocols().stream()
                .filter(protocol -> protocol instanceof BgpConfig found
                        && found.isDynamic()
                        && found.neighbor().range().equals(range.neighbor().range()))
                .count();
        if (present >= MOST) {
            log.warn("{}: {} has {} neighbors already; {} is refused", range.name(), prefix, MOST, remote);
            return null;
        }
        Optional<String> interfaceName = visitor.interfaceName().isEmpty()
                ? range.neighbor().interfaceName()
                : Optional.of(visitor.interfaceName());
        BgpConfig found = range.found(freeName(range), remote, address(visitor.local()), interfaceName);
        log.info("{}: new neighbor {} is {}", range.name(), remote, found.name());
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
                if (host.running(found.name()) instanceof BgpInstance neighbor && !neighbor.everUp()) {
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

    private static IpAddress address(InetAddress address) {
        Address value = Address.of(address);
        return new IpAddress(value.length() == 4 ? IpFamily.IPV4 : IpFamily.IPV6, value.hi(), value.lo());
    }
}
