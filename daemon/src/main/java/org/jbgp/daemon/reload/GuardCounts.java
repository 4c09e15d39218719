package org.jbgp.daemon.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.router.Guard;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;

/** Compares the bounds of a {@link Guard} with how the protocols stand. Stateless. */
public final class GuardCounts {
    private GuardCounts() {}

    /** Bounds that do not hold, as sentences. */
    public static List<String> broken(Guard guard, List<ProtocolStatus> protocols) {
        List<String> broken = new ArrayList<>();
        for (Guard.Bound bound : guard.bounds()) {
            long count = count(bound, protocols);
            if (!bound.holds(count)) {
                broken.add("'" + bound + "' does not hold: there are " + count);
            }
        }
        return broken;
    }

    private static long count(Guard.Bound bound, List<ProtocolStatus> protocols) {
        return switch (bound.subject()) {
            case SESSIONS ->
                protocols.stream()
                        .filter(protocol -> protocol.details() instanceof BgpStatus bgp && bgp.session() != null)
                        .count();
            case ROUTES_FROM -> sum(bound.protocol(), protocols, true);
            case ROUTES_TO -> sum(bound.protocol(), protocols, false);
        };
    }

    private static long sum(Optional<String> name, List<ProtocolStatus> protocols, boolean from) {
        return protocols.stream()
                .filter(protocol -> name.equals(Optional.of(protocol.name())))
                .flatMap(protocol -> protocol.channels().stream())
                .map(ChannelStatus::counts)
                .mapToLong(counts -> from ? counts.imported() : counts.exported())
                .sum();
    }
}
