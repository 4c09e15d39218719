package org.jbgp.config.model;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.IpAddress;

/**
 * Reports to a BMP monitoring station (RFC 7854).
 *
 * @param common the options every protocol has
 * @param localAddress our end; empty: the system's choice
 * @param station the station's address
 * @param port the station's TCP port
 * @param system what the router says of itself
 * @param ribs which tables of routes are reported
 * @param extras what is reported besides routes
 * @param txBufferLimit most that waits to be sent before the session is given up, in MiB
 */
public record BmpConfig(
        ProtocolCommon common,
        Optional<IpAddress> localAddress,
        IpAddress station,
        int port,
        SystemText system,
        Ribs ribs,
        Extras extras,
        long txBufferLimit)
        implements ProtocolConfig {

    /**
     * What the router says of itself.
     *
     * @param description what it is, 1 to 255 characters; empty: its version
     * @param name what it is called, 1 to 255 characters; empty: its host name
     */
    public record SystemText(Optional<String> description, Optional<String> name) {}

    /**
     * Which tables of routes are reported.
     *
     * @param inPrePolicy Adj-RIB-In as received (RFC 7854)
     * @param inPostPolicy Adj-RIB-In as the import filter left it
     * @param local Loc-RIB (RFC 9069)
     * @param outPrePolicy what the export filter is given (RFC 8671)
     * @param outPostPolicy what neighbors are sent
     */
    public record Ribs(
            boolean inPrePolicy, boolean inPostPolicy, boolean local, boolean outPrePolicy, boolean outPostPolicy) {}

    /**
     * What is reported besides routes.
     *
     * @param mirroring malformed messages as they came (RFC 7854 §6)
     * @param statisticsPeriod seconds between two statistics reports, 0 for none
     */
    public record Extras(boolean mirroring, int statisticsPeriod) {}

    @Override
    public List<ChannelConfig> channels() {
        return List.of();
    }

    @Override
    public BmpConfig with(ProtocolCommon other) {
        return new BmpConfig(other, localAddress, station, port, system, ribs, extras, txBufferLimit);
    }

    @Override
    public String keyword() {
        return "bmp";
    }
}
