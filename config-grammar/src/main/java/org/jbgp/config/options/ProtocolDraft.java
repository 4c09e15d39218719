package org.jbgp.config.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.source.SourcePosition;

/** A protocol while its options are read; a field that is null was not set. */
abstract class ProtocolDraft {
    final Context context;
    final SourcePosition position;

    /** An option could not be read, so that what is missing may only be misspelled. */
    boolean incomplete;

    /** It has a channel for something jbgpd does not carry. */
    boolean foreign;

    boolean disabled;
    Set<DebugFlag> debug;
    Set<DebugFlag> mrtdump;
    IpAddress routerId;
    String description;
    String hostname;
    String vrf;
    final Map<String, ChannelDraft> channels = new LinkedHashMap<>();

    ProtocolDraft(Context context, SourcePosition position) {
        this.context = context;
        this.position = position;
    }

    /** The tables a statement of this protocol is looked up in. */
    abstract List<StatementApplier.Scope<?>> scopes();

    /** What a channel block is looked up in. */
    List<StatementApplier.Scope<?>> channelScopes(ChannelDraft channel) {
        return List.of(new StatementApplier.Scope<>(ChannelOptions.TABLE, channel));
    }

    /** The one channel of a protocol in the dialect of BIRD 1.6, or of a pipe. */
    ChannelDraft mainChannel() {
        IpFamily family = context.dialect().family().orElse(IpFamily.IPV4);
        return channels.computeIfAbsent(family.keyword(), name -> {
            ChannelDraft channel = new ChannelDraft(name, family);
            channel.table = context.tables().get("master");
            return channel;
        });
    }

    /** Called when a template or the protocol itself begins to speak: a channel may then be opened anew. */
    void nextLayer() {
        channels.values().forEach(channel -> channel.openedHere = false);
    }
}
