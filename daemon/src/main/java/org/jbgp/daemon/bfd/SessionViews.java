package org.jbgp.daemon.bfd;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jbgp.daemon.bfd.helper.SessionStanding;
import org.jbgp.daemon.bfd.packet.AuthenticationType;
import org.jbgp.daemon.bfd.packet.Diagnostic;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.daemon.control.view.BfdStatus;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.Family;

/** Sessions of the helper as commands show them. Stateless; any thread. */
final class SessionViews {
    private SessionViews() {}

    static BfdStatus.Session of(SessionAddress address, SessionStanding standing) {
        SessionStanding.Timers timers = standing.timers();
        SessionStanding.Packets packets = standing.packets();
        return new BfdStatus.Session(
                Prefixes.address(
                        address.remote().family() == Family.IPV4
                                ? AddressFamily.IPV4_UNICAST
                                : AddressFamily.IPV6_UNICAST,
                        address.remote().hi(),
                        address.remote().lo()),
                address.multihop() ? null : address.linkName(),
                Instant.ofEpochMilli(standing.changedAt()),
                end(standing.local()),
                end(standing.remote()),
                new BfdStatus.Timers(
                        micros(timers.interval()),
                        timers.sendIn() < 0 ? null : micros(timers.sendIn()),
                        micros(timers.detection()),
                        timers.expireIn() < 0 ? null : micros(timers.expireIn())),
                security(standing.security()),
                new BfdStatus.Packets(packets.received(), packets.sent(), packets.dropped(), packets.expirations()));
    }

    private static BfdStatus.End end(SessionStanding.Side side) {
        return new BfdStatus.End(
                side.state().label(),
                Diagnostic.label(side.diagnostic()),
                side.discriminator() & 0xFFFF_FFFFL,
                micros(side.minTx()),
                micros(side.minRx()),
                side.multiplier(),
                side.demand(),
                side.independent());
    }

    private static BfdStatus.Security security(SessionStanding.Security security) {
        if (security.type() == AuthenticationType.NONE) {
            return new BfdStatus.Security(null, null, null);
        }
        return new BfdStatus.Security(
                security.type().label(),
                security.heard() < 0 ? null : security.heard(),
                security.type().hashed() ? security.sent() : null);
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
