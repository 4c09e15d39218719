package org.jbgp.daemon.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.net.SocketNetwork;
import org.jbgp.daemon.session.Neighbor;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.kernel.KernelIp;

/**
 * A machine of a {@link World} that has BGP sessions and nothing behind them: what is said on them, handlers decide.
 * One thread, outside of all events.
 */
public final class SimulatedSpeaker implements SimulatedMachine {
    private final World world;
    private final Host host;
    private final List<Line> lines;
    private final Map<String, Neighbor> neighbors = new LinkedHashMap<>();
    private SocketNetwork network;

    /** A session, with who speaks on it. */
    public record Line(NeighborSettings settings, SessionHandler handler) {}

    SimulatedSpeaker(World world, Host host, List<Line> lines) {
        this.world = world;
        this.host = host;
        this.lines = List.copyOf(lines);
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public boolean runs() {
        return network != null;
    }

    @Override
    public void start(boolean recovers) {
        if (network != null) {
            throw new IllegalStateException(name() + " runs already");
        }
        if (!host.isOn()) {
            host.power(true);
        }
        VirtualEventLoop loop = new VirtualEventLoop(world.time());
        network = new SocketNetwork(loop, new SimulatedSockets(host), world.networkTime());
        for (Line line : lines) {
            Neighbor neighbor = network.add(line.settings, line.handler);
            neighbors.put(line.settings.name(), neighbor);
            neighbor.start();
        }
        host.bfd().answer(world.random(), this::lost);
    }

    private void lost(KernelIp remote) {
        for (Line line : lines) {
            if (Ip.of(line.settings.remoteAddress()).equals(remote)
                    && line.settings.transport().reach().bfd().isPresent()) {
                neighbors.get(line.settings.name()).bfdDown(false);
            }
        }
    }

    /** The state of a session, by the name in its settings. */
    public NeighborStatus status(String session) {
        Neighbor neighbor = neighbors.get(session);
        if (neighbor == null) {
            throw new IllegalStateException(name() + " has no session " + session);
        }
        return neighbor.status();
    }

    @Override
    public void powerOff() {
        host.power(false);
        kill();
    }

    @Override
    public void kill() {
        if (network != null) {
            host.bfd().routerIsGone();
            network.abandon();
            network = null;
            neighbors.clear();
        }
    }
}
