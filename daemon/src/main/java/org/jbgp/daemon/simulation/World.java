package org.jbgp.daemon.simulation;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.net.NetworkTime;
import org.jbgp.daemon.net.connection.Ticker;

/**
 * A network of whole routers under virtual time: nothing waits, no thread is started, no socket opened, and the kernels
 * are models. What happens depends on nothing but the configurations, the orders given and the seed. One thread.
 *
 * <p>The usual life: {@link #add} hosts with their addresses, {@link #link} their interfaces, {@link
 * SimulatedRouter#start} the routers, {@link #runUntilQuiet}, then read their tables. Orders and questions come from
 * outside of all events: between two runs.
 */
public final class World implements AutoCloseable {
    /** How long nothing changes before a world counts as quiet: longer than usual hold times, pauses and retries. */
    public static final Duration QUIET = Duration.ofSeconds(400);

    private static final Duration CABLE = Duration.ofMillis(1);

    private final VirtualTime time = new VirtualTime();
    private final Network network = new Network(time);
    private final RandomGenerator random;
    private final Map<String, SimulatedRouter> routers = new LinkedHashMap<>();
    private final List<SimulatedSpeaker> speakers = new ArrayList<>();

    /** @param seed of everything that is left to chance: timers of neighbors are shortened by a random part */
    public World(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public VirtualTime time() {
        return time;
    }

    public Network network() {
        return network;
    }

    /** The clock of sessions. */
    NetworkTime networkTime() {
        return new NetworkTime(new Clock(), random);
    }

    RandomGenerator random() {
        return random;
    }

    /**
     * A router that is not started, on a machine of the same name.
     *
     * @param configuration what it starts with
     */
    public SimulatedRouter add(String name, Configuration configuration) {
        return add(name, configuration, 1);
    }

    /** @param shards threads' worth of tables */
    public SimulatedRouter add(String name, Configuration configuration, int shards) {
        if (routers.containsKey(name)) {
            throw new IllegalArgumentException("there is a router " + name + " already");
        }
        SimulatedRouter made = new SimulatedRouter(this, network.host(name), configuration, shards);
        routers.put(name, made);
        return made;
    }

    /**
     * A machine that is not started, and has these sessions alone.
     *
     * @param lines its sessions
     */
    public SimulatedSpeaker speaker(String name, List<SimulatedSpeaker.Line> lines) {
        SimulatedSpeaker made = new SimulatedSpeaker(this, network.host(name), lines);
        speakers.add(made);
        return made;
    }

    /** The machine of that name, made if there is none. */
    public Host host(String name) {
        return network.host(name);
    }

    /** The routers in the order in which they came. */
    public List<SimulatedRouter> routers() {
        return List.copyOf(routers.values());
    }

    /** The router of that name. */
    public SimulatedRouter router(String name) {
        SimulatedRouter found = routers.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no router " + name);
        }
        return found;
    }

    /** A cable between two interfaces, or a switch of several. */
    public Segment link(String name, Port... ports) {
        return link(name, CABLE, List.of(ports));
    }

    /** @param delay how long anything takes from one interface to another */
    public Segment link(String name, Duration delay, List<Port> ports) {
        Segment made = network.segment(name, delay);
        ports.forEach(made::plug);
        return made;
    }

    /** What was linked. */
    public List<Segment> links() {
        return List.copyOf(network.segments());
    }

    /** Starts all that do not run. */
    public void startAll() {
        routers().stream().filter(router -> !router.runs()).forEach(router -> router.start(false));
        speakers.stream().filter(speaker -> !speaker.runs()).forEach(speaker -> speaker.start(false));
    }

    /** Lets time pass. */
    public void run(Duration duration) {
        time.run(duration);
    }

    /**
     * Lets time pass until no route, link or kernel has changed for {@link #QUIET}.
     *
     * @param most for so long at most
     * @return false if it did not come to rest
     */
    public boolean runUntilQuiet(Duration most) {
        return time.runUntilQuiet(QUIET, most);
    }

    @Override
    public void close() {
        routers().forEach(SimulatedRouter::kill);
        speakers.forEach(SimulatedSpeaker::kill);
    }

    private final class Clock implements Ticker {
        @Override
        public long milliseconds() {
            return time.nanoTime() / 1_000_000;
        }

        @Override
        public Future<?> schedule(EventLoop loop, Runnable task, long delay) {
            return loop.schedule(task, delay, TimeUnit.MILLISECONDS);
        }
    }
}
