package org.jbgp.config.options.common;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.Vrf;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** A protocol while its options are read; a field that is null was not set. Belongs to one load and its thread. */
public abstract class ProtocolDraft {
    protected final Context context;
    private final SourcePosition position;
    private final Map<String, ChannelDraft> channels = new LinkedHashMap<>();
    private boolean incomplete;
    private boolean foreign;

    boolean disabled;
    Duration restartLimit = Duration.ZERO;
    Set<DebugFlag> debug;
    Set<DebugFlag> mrtdump;
    IpAddress routerId;
    String description;
    String hostname;
    Vrf vrf;

    protected ProtocolDraft(Context context, SourcePosition position) {
        this.context = context;
        this.position = position;
    }

    /** The options of this kind of protocol. */
    protected abstract StatementApplier.Scope<?> own();

    /** The tables a statement of this protocol is looked up in. */
    public List<StatementApplier.Scope<?>> scopes() {
        return List.of(own(), new StatementApplier.Scope<>(CommonOptions.TABLE, this));
    }

    /** Checks what the options say together, and turns them into the model. */
    protected abstract ProtocolConfig finish(ProtocolCommon common);

    /** What a channel block is looked up in. */
    public List<StatementApplier.Scope<?>> channelScopes(ChannelDraft channel) {
        return List.of(new StatementApplier.Scope<>(ChannelOptions.TABLE, channel));
    }

    /** A channel of this kind of protocol, not yet among its {@link #channels}. */
    public ChannelDraft newChannel(String name, IpFamily family) {
        return new ChannelDraft(name, family);
    }

    /** The channels opened so far, by name. */
    public final Map<String, ChannelDraft> channels() {
        return channels;
    }

    /** The one channel of a protocol in the dialect of BIRD 1.6, or of a pipe. */
    public ChannelDraft mainChannel() {
        IpFamily family = context.dialect().family().orElse(IpFamily.IPV4);
        return channels.computeIfAbsent(family.keyword(), name -> {
            ChannelDraft channel = newChannel(name, family);
            channel.table = context.tables().get("master");
            return channel;
        });
    }

    /** Called before the block of a template or of the protocol itself is read: a channel may then be opened again. */
    public final void nextLayer() {
        channels.values().forEach(channel -> channel.openedHere = false);
    }

    /** Notes a channel for something jbgpd does not carry, which was refused. */
    public final void foundForeignChannel() {
        foreign = true;
    }

    /** Whether there is a channel for something jbgpd does not carry. */
    public final boolean hasForeignChannel() {
        return foreign;
    }

    /** Notes that an option could not be read, so that what is missing may only be misspelled. */
    public final void markIncomplete() {
        incomplete = true;
    }

    /** Whether an option could not be read. */
    public final boolean isIncomplete() {
        return incomplete;
    }

    /**
     * Checks what the options say together, and turns them into the model.
     *
     * @param standard what is reported unless the protocol says otherwise
     */
    public final ProtocolConfig finish(String name, Reporting standard) {
        ProtocolCommon common = new ProtocolCommon(
                name,
                new ProtocolCommon.Life(disabled, restartLimit),
                debug == null ? standard.protocols() : debug,
                mrtdump == null ? standard.mrtdump() : mrtdump,
                Optional.ofNullable(routerId),
                Optional.ofNullable(description),
                Optional.ofNullable(hostname),
                Optional.ofNullable(vrf));
        for (ChannelDraft channel : channels.values()) {
            if (channel.debug == null && !standard.channels().isEmpty()) {
                channel.debug = standard.channels();
            }
            if (channel.table == null && needsTables()) {
                check(true, "channel " + channel.name + " of '" + name + "' needs a 'table'");
            }
        }
        if (context.dialect().isFlat()) {
            mainChannel();
        }
        return finish(common);
    }

    /** Whether every channel needs a table; otherwise the protocol checks its tables itself. */
    boolean needsTables() {
        return true;
    }

    /** The channels with the defaults of most protocols: everything is imported, nothing exported. */
    protected final List<ChannelConfig> channelConfigs() {
        List<ChannelConfig> configs = new ArrayList<>();
        for (ChannelDraft channel : channels.values()) {
            configs.add(channel.build(new FilterRef.All(), new FilterRef.None(), Optional.empty()));
        }
        return configs;
    }

    /** Records an error at the protocol's name. */
    public final void error(String message) {
        context.problems().error(position, message);
    }

    /** Records a warning at the protocol's name. */
    public final void warn(String message) {
        context.problems().warning(position, message);
    }

    /**
     * Records an error about something missing, unless an option could not be read that may have been meant to say it.
     */
    protected final void check(boolean wrong, String message) {
        if (wrong && !incomplete) {
            error(message);
        }
    }
}
