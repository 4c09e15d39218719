package org.jbgp.config.model;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.IpAddress;

/**
 * Reports to a BMP monitoring station (RFC 7854). Checked, but without an engine yet.
 *
 * @param common the options every protocol has
 * @param localAddress our end; empty: the system's choice
 * @param station the station's address
 * @param port the station's TCP port
 * @param system what the router says of itself
 * @param prePolicy report routes as they are received
 * @param postPolicy report routes as the import filter left them
 * @param txBufferLimit most that waits to be sent before the session is given up, in MiB
 */
public record BmpConfig(
        ProtocolCommon common,
        Optional<IpAddress> localAddress,
        IpAddress station,
        int port,
        SystemText system,
        boolean prePolicy,
        boolean postPolicy,
        long txBufferLimit)
        implements ProtocolConfig {

    /**
     * What the router says of itself.
     *
     * @param description what it is, 1 to 255 characters
     * @param name what it is called, 1 to 255 characters
     */
    public record SystemText(String description, String name) {}

    @Override
    public List<ChannelConfig> channels() {
        return List.of();
    }

    @Override
    public BmpConfig with(ProtocolCommon other) {
        return new BmpConfig(other, localAddress, station, port, system, prePolicy, postPolicy, txBufferLimit);
    }

    @Override
    public String keyword() {
        return "bmp";
    }
}
