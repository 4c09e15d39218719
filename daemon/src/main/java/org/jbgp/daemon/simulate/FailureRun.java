package org.jbgp.daemon.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jbgp.daemon.simulate.plan.Prefix;
import org.jbgp.daemon.simulation.Network;
import org.jbgp.daemon.simulation.World;

/** Has something fail in a quiet network, watches what becomes of packets, and mends it. One use. */
final class FailureRun {
    /** How exactly the length of an outage is known. */
    private static final Duration STEP = Duration.ofMillis(100);

    private final Simulation simulation;
    private final ForwardingMap forwarding;
    private final Failure failure;
    private final Duration most;
    private final Set<Prefix> changed = new TreeSet<>();
    private final Map<Key, Boolean> before = new HashMap<>();
    private final Map<Key, Long> since = new LinkedHashMap<>();
    private final Map<Key, Long> longest = new LinkedHashMap<>();

    private record Key(String router, Prefix prefix) {}

    /** Looks at the state when a failure has done all it does. */
    interface Meanwhile {
        void look(ForwardingMap forwarding);
    }

    FailureRun(Simulation simulation, ForwardingMap forwarding, Failure failure, Duration most) {
        this.simulation = simulation;
        this.forwarding = forwarding;
        this.failure = failure;
        this.most = most;
    }

    NetworkReport.FailurePart run(Meanwhile meanwhile) {
        for (Prefix prefix : forwarding.prefixes()) {
            forwarding.fates(prefix).forEach((router, fate) -> before.put(new Key(router, prefix), fate.arrives()));
        }
        failure.begin();
        watchKernels();
        boolean quiet = watch();
        List<NetworkReport.ChangingPart> changing = quiet ? List.of() : simulation.changing();
        List<NetworkReport.FatePart> gone = fates();
        meanwhile.look(forwarding);
        List<NetworkReport.OutagePart> outages = new ArrayList<>();
        outages(false, outages);
        // What stays away until it is mended is listed by itself.
        Set<Key> lasting = new HashSet<>(since.keySet());
        longest.clear();
        failure.end();
        watchKernels();
        boolean calm = watch();
        if (!calm && quiet) {
            changing = simulation.changing();
        }
        List<NetworkReport.FatePart> missing = fates();
        simulation.routers().forEach(router -> router.host().kernel().watch((net, length) -> {}));
        longest.keySet().removeAll(lasting);
        outages(true, outages);
        return new NetworkReport.FailurePart(failure.words(), outages, gone, missing, quiet && calm, changing);
    }

    private void watchKernels() {
        simulation
                .routers()
                .forEach(router -> router.host().kernel().watch((net, length) -> changed.add(new Prefix(net, length))));
    }

    /** What did arrive and does not any more; whoever has failed himself is not asked. */
    private List<NetworkReport.FatePart> fates() {
        Groups<LossReason> groups = new Groups<>();
        for (Prefix prefix : forwarding.prefixes()) {
            if (isHomeless(prefix)) {
                continue;
            }
            forwarding.fates(prefix).forEach((router, fate) -> {
                if (!fate.arrives() && before.getOrDefault(new Key(router, prefix), false)) {
                    String circle = fate.end() == ForwardingMap.End.LOOP ? "circle: " : "";
                    groups.add(new LossReason(router, circle + fate.reason()), prefix.toString());
                }
            });
        }
        List<NetworkReport.FatePart> parts = new ArrayList<>();
        groups.forEach((cause, count, some) -> parts.add(cause.fate(count, some)));
        return parts;
    }

    /** The only router that has it has no power. */
    private boolean isHomeless(Prefix prefix) {
        Set<String> homes = forwarding.homes(prefix);
        return !homes.isEmpty() && homes.stream().noneMatch(forwarding::isOn);
    }

    private boolean watch() {
        World world = simulation.world();
        Network network = world.network();
        long end = world.time().nanoTime() + most.toNanos();
        long links = -1;
        world.time().disturb();
        world.time().run(Duration.ZERO);
        while (true) {
            if (links != network.linkVersion()) {
                links = network.linkVersion();
                forwarding.prefixes().forEach(this::look);
            } else {
                Set.copyOf(changed).forEach(this::look);
            }
            changed.clear();
            Duration calm = world.time().elapsed().minus(world.time().lastChange());
            if (calm.compareTo(World.QUIET) >= 0) {
                return true;
            }
            if (world.time().nanoTime() >= end || world.time().isRestless()) {
                return false;
            }
            world.run(STEP);
        }
    }

    private void look(Prefix prefix) {
        long now = simulation.world().time().nanoTime();
        boolean homeless = isHomeless(prefix);
        forwarding.fates(prefix).forEach((router, fate) -> {
            Key key = new Key(router, prefix);
            if (!fate.arrives() && !homeless && before.getOrDefault(key, false)) {
                since.putIfAbsent(key, now);
            } else {
                Long begun = since.remove(key);
                if (begun != null) {
                    longest.merge(key, now - begun, Math::max);
                }
            }
        });
    }

    /** What was away for a while. */
    private void outages(boolean mending, List<NetworkReport.OutagePart> parts) {
        Map<String, Groups<Long>> byRouter = new TreeMap<>();
        longest.forEach((key, nanos) -> {
            byRouter.computeIfAbsent(key.router, router -> new Groups<>())
                    .add(nanos / STEP.toNanos(), key.prefix.toString());
        });
        byRouter.forEach((router, groups) -> groups.forEach((steps, count, some) ->
                parts.add(new NetworkReport.OutagePart(router, count, STEP.multipliedBy(steps), mending, some))));
    }
}
