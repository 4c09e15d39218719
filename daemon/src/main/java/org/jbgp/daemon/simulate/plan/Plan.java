package org.jbgp.daemon.simulate.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jbgp.config.base.IpAddress;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.kernel.KernelIp;

/**
 * A network as it will be built.
 *
 * @param segments what interfaces are plugged into
 * @param loopbacks addresses that are on no link, by router
 * @param ways to addresses that no router brings
 * @param members the interfaces that are in VRFs
 * @param notes what is not sure
 */
public record Plan(
        List<Wiring> segments,
        Map<String, List<KernelIp>> loopbacks,
        List<Way> ways,
        List<Member> members,
        List<String> notes) {

    /** An interface that is in a VRF. */
    public record Member(String router, String interfaceName, String vrf) {}

    /** An address that is reached over an interface, whatever network it is in. */
    public record Way(String router, String interfaceName, KernelIp address) {}

    /** A link. */
    public record Wiring(List<Plug> plugs) {
        /** The name of the link: its routers, joined. */
        public String name() {
            return String.join("-", plugs.stream().map(Plug::router).distinct().toList());
        }
    }

    /** An interface on a link, with its addresses. */
    public record Plug(String router, String interfaceName, List<Address> addresses) {}

    /** An address with its network. */
    public record Address(KernelIp address, int length) {
        /** Reads {@code ADDRESS/LENGTH}, or an address alone as a network of its own; empty if it is neither. */
        public static Optional<Address> parse(String text) {
            String[] parts = text.split("/", -1);
            KernelIp address = IpAddress.parse(parts[0]).map(Ip::of).orElse(null);
            if (address == null || parts.length > 2 || (parts.length == 2 && !parts[1].matches("\\d{1,3}"))) {
                return Optional.empty();
            }
            int most = address.family().maxPrefixLength();
            int length = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            return length <= most ? Optional.of(new Address(address, length)) : Optional.empty();
        }
    }

    public static Plan empty() {
        return new Plan(
                new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
}
