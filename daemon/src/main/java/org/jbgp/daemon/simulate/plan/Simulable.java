package org.jbgp.daemon.simulate.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.BmpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.MrtConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.config.model.bgp.BgpTransport;

/** What of a configuration can run in a simulation: all that speaks to nobody but neighbors and the kernel. */
public final class Simulable {
    private static final int SCAN_SECONDS = 3600;

    private Simulable() {}

    /**
     * The same without what speaks to others, and with import filters that keep what they refuse, so that it can be
     * said why a route is missing.
     *
     * @param leftOut takes a line for each thing that is not simulated
     */
    public static Configuration of(Configuration configuration, List<String> leftOut) {
        Configuration simulable = configuration;
        for (ProtocolConfig protocol : configuration.protocols()) {
            String why = whyNot(protocol);
            if (!why.isEmpty()) {
                simulable = simulable.without(protocol.name());
                leftOut.add(protocol.keyword() + " " + protocol.name() + ": " + why);
            } else if (protocol instanceof BgpConfig bgp) {
                simulable = simulable.replacing(talkative(bgp));
            } else if (protocol instanceof KernelConfig kernel) {
                simulable = simulable.replacing(seldomScanned(kernel));
            } else if (protocol instanceof BfdConfig bfd) {
                simulable = simulable.replacing(WatchOptions.timeless(bfd));
            }
            if (WatchOptions.hasTimes(protocol)) {
                leftOut.add(protocol.keyword() + " " + protocol.name() + ": times of BFD passwords count for nothing");
            }
        }
        return simulable;
    }

    private static String whyNot(ProtocolConfig protocol) {
        return switch (protocol) {
            case RpkiConfig _ ->
                "no cache is asked, so its tables have no ROA of it ('protocol static' with such a"
                        + " table and 'route 192.0.2.0/24 max 24 as 65001;' brings ROAs)";
            case BmpConfig _ -> "no station hears of it";
            case MrtConfig _ -> "no file is written";
            case RadvConfig _ ->
                "no neighbor is found by router advertisements ('neighbor fe80::2%eth0' on both sides"
                        + " makes a link)";
            default -> "";
        };
    }

    private static BgpConfig talkative(BgpConfig bgp) {
        return new BgpConfig(
                bgp.common(),
                bgp.local(),
                bgp.neighbor(),
                bgp.session().with(signed(bgp.transport())),
                bgp.paths(),
                bgp.channels().stream().map(Simulable::keeping).toList());
    }

    /** A simulated kernel reports every change. */
    private static KernelConfig seldomScanned(KernelConfig kernel) {
        return new KernelConfig(
                kernel.common(),
                kernel.channels(),
                kernel.table(),
                kernel.learn(),
                kernel.persist(),
                kernel.gracefulRestart(),
                Math.max(kernel.scanTime(), SCAN_SECONDS),
                kernel.netlinkReceiveBuffer());
    }

    private static ChannelConfig keeping(ChannelConfig channel) {
        ChannelConfig.Filters filters = channel.filters();
        return new ChannelConfig(
                channel.name(),
                channel.family(),
                channel.table(),
                new ChannelConfig.Filters(filters.imports(), filters.exports(), true, filters.rpkiReload()),
                channel.preference(),
                channel.limits(),
                channel.debug(),
                channel.bgp());
    }

    private static BgpTransport signed(BgpTransport transport) {
        BgpTransport.Reach reach = transport.reach();
        return signedByPassword(new BgpTransport(
                transport.hops(),
                transport.passive(),
                transport.binding(),
                new BgpTransport.Reach(
                        reach.onlink(), reach.checkLink(), reach.bfd().map(WatchOptions::timeless)),
                transport.key(),
                transport.disableRx(),
                transport.txSizeWarning()));
    }

    /** Simulated sockets know passwords only: keys of TCP-AO count as one, which both sides must have. */
    private static BgpTransport signedByPassword(BgpTransport transport) {
        List<AoKey> keys = transport.key().ao();
        if (keys.isEmpty()) {
            return transport;
        }
        String password = keys.stream()
                .map(key -> key.algorithm() + " " + key.secret())
                .sorted()
                .collect(Collectors.joining(" "));
        return new BgpTransport(
                transport.hops(),
                transport.passive(),
                transport.binding(),
                transport.reach(),
                new BgpTransport.Key(
                        Optional.of(Integer.toHexString(password.hashCode())),
                        transport.key().installed(),
                        List.of()),
                transport.disableRx(),
                transport.txSizeWarning());
    }
}
