package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.BmpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.DeviceConfig;
import org.jbgp.config.model.DirectConfig;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.MrtConfig;
import org.jbgp.config.model.PipeConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.options.bgp.BgpChannelRows;
import org.jbgp.config.options.bgp.BgpOptions;
import org.jbgp.config.options.common.ChannelOptions;
import org.jbgp.config.options.common.CommonOptions;
import org.jbgp.config.options.protocol.AggregatorOptions;
import org.jbgp.config.options.protocol.BfdOptions;
import org.jbgp.config.options.protocol.BmpOptions;
import org.jbgp.config.options.protocol.DeviceOptions;
import org.jbgp.config.options.protocol.DirectOptions;
import org.jbgp.config.options.protocol.KernelOptions;
import org.jbgp.config.options.protocol.MrtOptions;
import org.jbgp.config.options.protocol.PipeOptions;
import org.jbgp.config.options.protocol.RadvOptions;
import org.jbgp.config.options.protocol.RpkiOptions;
import org.jbgp.config.options.protocol.StaticOptions;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;

/**
 * Which options differ between two configurations of a protocol or a channel, and what their changes ask for, as the
 * options' rows say: what no row sees is no change, and a test holds that some row sees each value. Without state; any
 * thread.
 */
public final class OptionChanges {
    private final boolean flat;

    /**
     * One changed option.
     *
     * @param option its name in the file
     * @param effect what it asks for
     */
    public record Changed(String option, Effect effect) {}

    /** @param flat the later file is of BIRD 1.6, so that the words of that dialect count */
    public OptionChanges(boolean flat) {
        this.flat = flat;
    }

    /**
     * The options of two protocols of one class that differ, without those of their channels; in the order of the
     * reference.
     */
    public List<Changed> between(ProtocolConfig former, ProtocolConfig next) {
        List<Changed> changes = new ArrayList<>(differences(table(next), former, next));
        changes.addAll(differences(CommonOptions.TABLE, former, next));
        return changes;
    }

    /** Likewise of two channels of one protocol. */
    public List<Changed> between(ChannelConfig former, ChannelConfig next) {
        List<Changed> changes = new ArrayList<>(differences(ChannelOptions.TABLE, former, next));
        if (former.bgp().isPresent() && next.bgp().isPresent()) {
            changes.addAll(differences(BgpChannelRows.TABLE, former, next));
        }
        return changes;
    }

    private List<Changed> differences(OptionTable<?> table, Object former, Object next) {
        List<? extends Option<?>> rows = table.rows().stream()
                .filter(row -> row.change().differs().test(former, next))
                .toList();
        // A value two rows write, one in each dialect, goes by the name in this file's. A value only the other dialect
        // writes may follow from another option; it counts all the same.
        List<? extends Option<?>> written =
                rows.stream().filter(row -> row.dialects().isIn(flat)).toList();
        return (written.isEmpty() ? rows : written)
                .stream()
                        .map(row -> new Changed(row.name(), row.change().effect()))
                        .distinct()
                        .toList();
    }

    private static OptionTable<?> table(ProtocolConfig protocol) {
        return switch (protocol) {
            case BgpConfig bgp -> BgpOptions.TABLE;
            case StaticConfig routes -> StaticOptions.TABLE;
            case KernelConfig kernel -> KernelOptions.TABLE;
            case DeviceConfig device -> DeviceOptions.TABLE;
            case DirectConfig direct -> DirectOptions.TABLE;
            case PipeConfig pipe -> PipeOptions.TABLE;
            case BfdConfig bfd -> BfdOptions.TABLE;
            case RadvConfig radv -> RadvOptions.TABLE;
            case RpkiConfig rpki -> RpkiOptions.TABLE;
            case BmpConfig bmp -> BmpOptions.TABLE;
            case MrtConfig mrt -> MrtOptions.TABLE;
            case AggregatorConfig aggregator -> AggregatorOptions.TABLE;
        };
    }
}
