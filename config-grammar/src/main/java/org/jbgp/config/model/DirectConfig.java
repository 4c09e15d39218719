package org.jbgp.config.model;

import java.util.List;
import org.jbgp.config.base.InterfacePattern;

/**
 * Routes to the networks of the machine's own interfaces.
 *
 * @param common the options every protocol has
 * @param channels at most one for each family
 * @param interfaces which interfaces, first match decides; empty: all
 * @param checkLink ignore interfaces without link
 */
public record DirectConfig(
        ProtocolCommon common, List<ChannelConfig> channels, List<InterfacePattern> interfaces, boolean checkLink)
        implements ProtocolConfig {
    public DirectConfig {
        channels = List.copyOf(channels);
        interfaces = List.copyOf(interfaces);
    }

    @Override
    public DirectConfig with(ProtocolCommon other) {
        return new DirectConfig(other, channels, interfaces, checkLink);
    }

    @Override
    public String keyword() {
        return "direct";
    }
}
