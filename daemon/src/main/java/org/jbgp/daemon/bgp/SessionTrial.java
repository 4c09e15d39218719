package org.jbgp.daemon.bgp;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.instance.FilterChanges;
import org.jbgp.daemon.instance.ProtocolTrial;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.TrialChannel;

/** What would become of one session's routes under another plan. Control thread. */
final class SessionTrial {
    private final SessionTerms terms;
    private final SessionReceiving receiving;
    private final SessionAdvertising advertising;
    private final List<ProtocolTrial.Import> imports = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** By row; null for a channel that would be gone. */
    private final List<ExportSettings> exports = new ArrayList<>();

    SessionTrial(SessionTerms terms, SessionReceiving receiving, SessionAdvertising advertising) {
        this.terms = terms;
        this.receiving = receiving;
        this.advertising = advertising;
    }

    /** @param next null if the session would end for good */
    ProtocolTrial of(BgpPlan next, ReloadPlan.Entry change) {
        if (change.action() == ReloadPlan.Action.RESTARTED || change.action() == ReloadPlan.Action.RENEWED) {
            notes.add(terms.name()
                    + ": the session would be a new one; its routes count as if all came again as they are");
        }
        RouteSource source = next == null ? null : terms.source(next);
        List<ChannelPlan> channels = terms.channels();
        for (ChannelPlan present : channels) {
            ChannelPlan would = next == null
                    ? null
                    : next.channels().stream()
                            .filter(channel ->
                                    channel.family() == present.family() && channel.table() == present.table())
                            .findFirst()
                            .orElse(null);
            arriving(present, would == null ? null : receiving.channel(next, source, would));
            leaving(present, would, would == null ? null : advertising.exportSettings(next, source, would));
        }
        return new ProtocolTrial(
                imports,
                (shard, to) -> {
                    for (int row = 0; row < channels.size(); row++) {
                        ChannelPlan channel = channels.get(row);
                        ExportGroups.Place place = advertising.place(channel.family(), shard.number());
                        if (place != null) {
                            to.neighbor(channel.configured().name(), place.group(), place.member(), exports.get(row));
                        }
                    }
                },
                notes);
    }

    private void arriving(ChannelPlan present, Channel would) {
        String name = present.configured().name();
        if (would == null) {
            imports.add(
                    new ProtocolTrial.Import(name, present.table(), new TrialChannel(present.channel(), null, false)));
            return;
        }
        Channel now = receiving.channel(terms.plan(), terms.source(), present);
        boolean judges = !would.policy().equals(now.policy());
        if (judges || !now.ranksAs(would)) {
            imports.add(new ProtocolTrial.Import(
                    name, present.table(), new TrialChannel(present.channel(), would, judges)));
        }
        if (judges) {
            notes.addAll(ProtocolTrial.doubts(
                    terms.name() + "." + name,
                    now.policy(),
                    FilterChanges.changesRoutes(present.configured().importFilter()),
                    present.importsAgain(),
                    present.configured().importKeepFiltered()));
        }
    }

    private void leaving(ChannelPlan present, ChannelPlan would, ExportSettings settings) {
        exports.add(settings);
        if (would != null
                && !present.options()
                        .selection()
                        .conditions()
                        .equals(would.options().selection().conditions())) {
            notes.add(terms.name() + "." + present.configured().name()
                    + ": conditional export would be another; routes are counted under the conditions of now");
        }
    }
}
