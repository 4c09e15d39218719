package org.jbgp.config.model;

import java.util.List;

/** A protocol instance: anything that feeds a table or is fed by one. */
public sealed interface ProtocolConfig
        permits BgpConfig,
                StaticConfig,
                KernelConfig,
                DeviceConfig,
                DirectConfig,
                PipeConfig,
                BfdConfig,
                RadvConfig,
                RpkiConfig,
                BmpConfig,
                MrtConfig,
                AggregatorConfig {

    /** The options every protocol has. */
    ProtocolCommon common();

    /** The same with other common options. */
    ProtocolConfig with(ProtocolCommon other);

    /** The connections to tables; empty for device, bfd, radv, bmp and mrt. A pipe has one, to its own table. */
    List<ChannelConfig> channels();

    /** The word of the file: {@code bgp}, {@code static}, …. */
    String keyword();

    /** The instance's unique name. */
    default String name() {
        return common().name();
    }
}
