package org.jbgp.daemon.instance;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands.Direction;
import org.jbgp.daemon.control.view.RouterCommands.Outcome;

/**
 * The protocol instances in the order of the file, and what operators decided about each: whether it shall run, and the
 * reason they gave. Control thread.
 */
public final class Instances {
    private static final Logger log = LogManager.getLogger(Instances.class);

    private final Executor control;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<String, ProtocolInstance> byName = new LinkedHashMap<>();
    private final Map<String, Boolean> enabled = new HashMap<>();
    private final Map<String, String> messages = new HashMap<>();
    private final Map<String, Stop> stopped = new HashMap<>();
    /** When each of them was made. */
    private final Map<String, Instant> created = new HashMap<>();
    /** When limits restarted them last. */
    private final Map<String, Long> restarted = new HashMap<>();
    /** When each of them was ordered to be drained. */
    private final Map<String, Long> drained = new HashMap<>();

    /** Why the router itself stops a protocol. */
    public enum Stop {
        /** A limit with {@code action disable}. */
        LIMIT,
        /** {@code disable after error} or {@code disable after cease}. */
        ERROR
    }

    /**
     * @param control runs tasks on the control thread
     * @param clock says when a protocol was made
     * @param nanoTime such as {@link System#nanoTime}
     */
    public Instances(Executor control, InstantSource clock, LongSupplier nanoTime) {
        this.control = control;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** The instance of that name, null if there is none. */
    public ProtocolInstance get(String name) {
        return byName.get(name);
    }

    public Collection<ProtocolInstance> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    public boolean isEnabled(ProtocolInstance instance) {
        return enabled.getOrDefault(instance.config().name(), true);
    }

    /** Adds one behind all others, enabled. */
    public void add(String name, ProtocolInstance instance) {
        byName.put(name, instance);
        created.put(name, clock.instant());
        enabled.put(name, true);
    }

    /** Takes an instance out that is being stopped; what operators decided about its name stays. */
    public void remove(String name) {
        byName.remove(name);
        created.remove(name);
    }

    /** Forgets what operators decided about a name that is no longer in the file. */
    public void forget(String name) {
        enabled.remove(name);
        stopped.remove(name);
        messages.remove(name);
        drained.remove(name);
        restarted.remove(name);
    }

    /** Puts these in the place of all there are; the order is that of the file. */
    public void replaceAll(Map<String, ProtocolInstance> ordered) {
        ordered.keySet().forEach(name -> created.computeIfAbsent(name, fresh -> clock.instant()));
        byName.clear();
        byName.putAll(ordered);
    }

    /** The file decides whether the protocol runs. */
    public void setEnabled(String name, boolean runs) {
        enabled.put(name, runs);
        stopped.remove(name);
    }

    /** The router itself stops a protocol, until an operator enables it. */
    public void stopFor(String name, Stop reason) {
        enabled.put(name, false);
        stopped.put(name, reason);
        if (byName.containsKey(name)) {
            byName.get(name).stoppedByItself();
        }
    }

    /** Why a protocol that is not enabled does not run, and what starts it. */
    public String whyDisabled(String name) {
        ProtocolInstance instance = byName.get(name);
        boolean inFile = instance != null && instance.config().common().disabled();
        Stop reason = stopped.get(name);
        String message = messages.get(name);
        String why = reason == Stop.LIMIT
                ? "a route limit with `action disable` was reached, or one with `action restart` too often; a wider limit or `enable %s` starts it"
                : reason == Stop.ERROR
                        ? "an error ended its session, and `disable after error` or `cease` is on; `enable %s` starts it"
                        : inFile
                                ? "the configuration says so; `enable %s` starts it"
                                : "by command"
                                        + (message == null || message.isEmpty()
                                                ? ""
                                                : " (" + message.replace("%", "%%") + ")")
                                        + "; `enable %s` starts it";
        return "the protocol is disabled: " + why.formatted(name);
    }

    /**
     * A limit with {@code action restart} was hit: true if the protocol may start again, false if it did so for the
     * same reason too short a time ago.
     */
    public boolean mayRestart(ProtocolConfig config) {
        long now = nanoTime.getAsLong();
        Long last = restarted.put(config.name(), now);
        if (last == null || now - last >= config.common().life().restartLimit().toNanos()) {
            return true;
        }
        log.error("{}: too frequent restarts, disabling", config.name());
        return false;
    }

    /** Why the router itself keeps a protocol from running, null if it does not. */
    public Stop stopReason(String name) {
        return stopped.get(name);
    }

    /** Whether a protocol runs that was made anew: as the operator decided, else as the file says. */
    public boolean enabledAtFirst(String name, boolean inFile) {
        enabled.putIfAbsent(name, inFile);
        return enabled.get(name);
    }

    public Outcome enable(String name, String message) {
        ProtocolInstance instance = byName.get(name);
        if (instance == null) {
            return Outcome.UNKNOWN;
        }
        if (Boolean.TRUE.equals(enabled.put(name, true))) {
            return Outcome.ALREADY;
        }
        stopped.remove(name);
        messages.put(name, message);
        instance.start();
        return Outcome.DONE;
    }

    public Outcome disable(String name, String message) {
        ProtocolInstance instance = byName.get(name);
        if (instance == null) {
            return Outcome.UNKNOWN;
        }
        if (Boolean.FALSE.equals(enabled.put(name, false))) {
            return Outcome.ALREADY;
        }
        messages.put(name, message);
        var _ = instance.stop(ProtocolInstance.StopCause.DISABLED, message);
        return Outcome.DONE;
    }

    public Outcome restart(String name, String message) {
        ProtocolInstance instance = byName.get(name);
        if (instance == null) {
            return Outcome.UNKNOWN;
        }
        if (!Boolean.TRUE.equals(enabled.get(name))) {
            return Outcome.ALREADY;
        }
        messages.put(name, message);
        stopAndStart(name, instance, message);
        return Outcome.DONE;
    }

    /** Has a neighbor, or all of a range, be drained, or no longer. */
    public Outcome drain(String name, boolean begins) {
        ProtocolInstance instance = byName.get(name);
        if (instance == null) {
            return Outcome.UNKNOWN;
        }
        if (!instance.canBeDrained()) {
            return Outcome.REFUSED;
        }
        Long former = begins ? drained.putIfAbsent(name, nanoTime.getAsLong()) : drained.remove(name);
        if (begins == (former != null)) {
            return Outcome.ALREADY;
        }
        // A range has its neighbors drained too.
        all().forEach(ProtocolInstance::drainChanged);
        return Outcome.DONE;
    }

    /** When it was ordered to drain this neighbor, or its range (by its clock); empty if it was not. */
    public OptionalLong drainedSince(BgpConfig neighbor) {
        Long own = drained.get(neighbor.name());
        if (own != null) {
            return OptionalLong.of(own);
        }
        return drained.entrySet().stream()
                .filter(order -> byName.containsKey(order.getKey())
                        && byName.get(order.getKey()).config() instanceof BgpConfig range
                        && range.takes(neighbor))
                .mapToLong(Map.Entry::getValue)
                .findFirst();
    }

    /** Starts it again only if it is enabled by then. */
    public void stopAndStart(String name, ProtocolInstance instance, String message) {
        var _ = instance.stop(ProtocolInstance.StopCause.RESTARTED, message)
                .handle((ignored, failed) -> null)
                .thenRunAsync(
                        () -> {
                            if (Boolean.TRUE.equals(enabled.get(name))) {
                                instance.start();
                            }
                        },
                        control);
    }

    public Outcome reload(String name, Direction direction) {
        ProtocolInstance instance = byName.get(name);
        if (instance == null) {
            return Outcome.UNKNOWN;
        }
        return Boolean.TRUE.equals(enabled.get(name)) ? instance.reload(direction) : Outcome.ALREADY;
    }

    /**
     * Import filters of these channels failed for interfaces that are there now: routes are sent through them again.
     *
     * @param channels numbers of channels, a set from each shard
     */
    public void importAgain(List<BitSet> channels, Numbering numbers) {
        BitSet all = new BitSet();
        channels.forEach(all::or);
        if (all.isEmpty()) {
            return;
        }
        for (ProtocolInstance instance : all()) {
            String name = instance.config().name();
            if (instance.config().channels().stream()
                    .anyMatch(channel -> all.get(numbers.find(name + "." + channel.name())))) {
                log.info("{}: an interface that the import filter lacked is there, routes are filtered again", name);
                reload(name, Direction.IN);
            }
        }
    }

    public List<ProtocolStatus> statuses() {
        List<ProtocolStatus> all = new ArrayList<>(byName.size());
        byName.forEach((name, instance) -> all.add(instance.status(enabled.getOrDefault(name, true))
                .withMessage(messages.get(name))
                .createdAt(created.get(name))));
        return all;
    }
}
