package org.jbgp.daemon.rpki;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.policy.validity.LiveValidity;
import org.jbgp.daemon.policy.validity.RoaSource;
import org.jbgp.daemon.policy.validity.RoaStore.Staged;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.rpki.wire.Pdu;

/**
 * Feeds what a cache says into the tables of its channels; what there is no channel for is left out. On the cache's
 * event loop, from its making on.
 */
final class CacheFeed implements CacheRecords {
    private FedRoas roas4;
    private FedRoas roas6;
    private FedAspas aspas;
    private final List<FedChannel> channels = new ArrayList<>();

    /**
     * @param limitHit called when a limit says that the protocol must stop
     * @param revalidate hears what changed
     * @throws IllegalArgumentException if a table has as many sources as it can have
     */
    CacheFeed(
            RpkiConfig config,
            LiveValidity live,
            Consumer<RouteLimit> limitHit,
            Consumer<ChangedAuthorizations> revalidate) {
        ProtocolCommon common = config.common();
        for (ChannelConfig channel : config.channels()) {
            int preference = preference(channel);
            switch (channel.name()) {
                case "roa4", "roa6" -> {
                    boolean ip4 = channel.name().equals("roa4");
                    RoaSource source =
                            live.roas(channel.table(), ip4).join(common.name(), RouteSource.Kind.RTS_RPKI, preference);
                    if (source == null) {
                        leave();
                        throw new IllegalArgumentException(LiveValidity.full(channel.table()));
                    }
                    FedRoas fed = new FedRoas(common, channel, source, ip4, limitHit, revalidate);
                    fed.ignoreMaxLength(config.ignoreMaxLength());
                    channels.add(fed);
                    roas4 = ip4 ? fed : roas4;
                    roas6 = ip4 ? roas6 : fed;
                }
                case "aspa" -> {
                    aspas = new FedAspas(
                            common,
                            channel,
                            live.aspas(channel.table()).join(common.name(), RouteSource.Kind.RTS_RPKI, preference),
                            limitHit,
                            revalidate);
                    channels.add(aspas);
                }
                default -> throw new IllegalArgumentException(channel.name());
            }
        }
    }

    static int preference(ChannelConfig channel) {
        return channel.preference().orElse(RpkiInstance.PREFERENCE);
    }

    /** In the order of the file. */
    List<FedChannel> channels() {
        return channels;
    }

    /** Other options of the same channels. */
    void configure(RpkiConfig next) {
        for (FedChannel channel : channels) {
            if (channel instanceof FedRoas roas) {
                roas.ignoreMaxLength(next.ignoreMaxLength());
            }
            for (ChannelConfig each : next.channels()) {
                if (each.name().equals(channel.config().name())) {
                    channel.configure(next.common(), each, preference(each));
                }
            }
        }
    }

    /** Everything goes, and the tables forget the cache. */
    void leave() {
        channels.forEach(FedChannel::leave);
    }

    @Override
    public void beginSet() {
        channels.forEach(FedChannel::beginSet);
    }

    @Override
    public void beginChanges() {
        channels.forEach(FedChannel::beginChanges);
    }

    @Override
    public Staged prefix(Pdu.Prefix prefix) {
        FedRoas fed = prefix.ip4() ? roas4 : roas6;
        return fed == null ? Staged.TAKEN : fed.take(prefix);
    }

    @Override
    public Staged aspa(Pdu.Aspa aspa) {
        return aspas == null ? Staged.TAKEN : aspas.take(aspa);
    }

    @Override
    public void commit() {
        channels.forEach(channel -> channel.commit());
    }

    @Override
    public void abort() {
        channels.forEach(FedChannel::abort);
    }

    @Override
    public void clear() {
        channels.forEach(channel -> channel.clear());
    }
}
