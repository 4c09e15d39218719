package org.jbgp.config.model;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpAddress;

/**
 * Watching of interfaces and their addresses.
 *
 * @param common the options every protocol has
 * @param scanTime seconds between full scans, from 1; 10 unless set
 * @param interfaces preferred addresses by interface, in the order of the file
 */
public record DeviceConfig(ProtocolCommon common, int scanTime, List<Preferred> interfaces) implements ProtocolConfig {

    /**
     * An {@code interface "…" { preferred … }} block, or a {@code primary} of 1.6: that prefers the first address that
     * fits its pattern's prefix, and names none.
     *
     * @param patterns which interfaces
     * @param ipv4 preferred IPv4 address
     * @param ipv6 preferred global IPv6 address
     * @param linkLocal preferred link-local IPv6 address
     */
    public record Preferred(
            List<InterfacePattern> patterns,
            Optional<IpAddress> ipv4,
            Optional<IpAddress> ipv6,
            Optional<IpAddress> linkLocal) {}

    @Override
    public List<ChannelConfig> channels() {
        return List.of();
    }

    @Override
    public DeviceConfig with(ProtocolCommon other) {
        return new DeviceConfig(other, scanTime, interfaces);
    }

    @Override
    public String keyword() {
        return "device";
    }
}
