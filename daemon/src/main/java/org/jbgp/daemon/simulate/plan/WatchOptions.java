package org.jbgp.daemon.simulate.plan;

import java.util.Optional;
import java.util.stream.Stream;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.bfd.BfdSessionConfig;
import org.jbgp.config.model.bfd.BgpBfd;
import org.jbgp.config.model.bfd.Password;

/** Options of BFD sessions without the times of their passwords, which virtual time knows nothing of. Stateless. */
final class WatchOptions {
    private WatchOptions() {}

    static BfdConfig timeless(BfdConfig bfd) {
        return new BfdConfig(
                bfd.common(),
                bfd.accepted(),
                bfd.interfaces().stream()
                        .map(block -> new BfdConfig.Interfaces(block.patterns(), timeless(block.session())))
                        .toList(),
                bfd.multihop().map(WatchOptions::timeless),
                bfd.neighbors(),
                bfd.strictBind(),
                bfd.zeroUdp6ChecksumRx());
    }

    static BgpBfd timeless(BgpBfd wish) {
        return new BgpBfd(wish.graceful(), wish.strict(), timeless(wish.session()));
    }

    private static BfdSessionConfig timeless(BfdSessionConfig session) {
        return new BfdSessionConfig(
                session.minRx(),
                session.minTx(),
                session.idleTx(),
                session.multiplier(),
                session.passive(),
                session.authentication(),
                session.passwords().stream()
                        .map(each -> new Password(
                                each.key(),
                                each.id(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()))
                        .toList());
    }

    /** Whether a password of it holds for some time only. */
    static boolean hasTimes(ProtocolConfig protocol) {
        return sessions(protocol)
                .flatMap(session -> session.passwords().stream())
                .anyMatch(each -> Stream.of(each.generateFrom(), each.generateTo(), each.acceptFrom(), each.acceptTo())
                        .anyMatch(Optional::isPresent));
    }

    private static Stream<BfdSessionConfig> sessions(ProtocolConfig protocol) {
        return switch (protocol) {
            case BfdConfig bfd ->
                Stream.concat(bfd.interfaces().stream().map(BfdConfig.Interfaces::session), bfd.multihop().stream());
            case BgpConfig bgp -> bgp.transport().reach().bfd().stream().map(BgpBfd::session);
            default -> Stream.empty();
        };
    }
}
