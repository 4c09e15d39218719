package org.jbgp.daemon.control.view;

import java.time.Instant;
import java.util.List;

/**
 * What a protocol radv has found.
 *
 * @param table the neighbor table that gets it
 * @param links the interfaces it works on
 * @param found what it has put into the table
 */
public record RadvStatus(String table, List<Link> links, List<Neighbor> found) implements ProtocolStatus.Details {
    public RadvStatus {
        found = List.copyOf(found);
        links = List.copyOf(links);
    }

    /**
     * An interface.
     *
     * @param problem why nothing is sent and received, null if that can be
     */
    public record Link(String interfaceName, String problem, List<Router> routers, Messages messages) {
        public Link {
            routers = List.copyOf(routers);
        }

        /** The same so many seconds later, if nothing was heard since. */
        public Link later(long seconds) {
            return new Link(
                    interfaceName,
                    problem,
                    routers.stream()
                            .map(router -> new Router(router.address, Math.max(0, router.expires - seconds)))
                            .toList(),
                    messages);
        }
    }

    /**
     * An entry of a neighbor table.
     *
     * @param interfaceIndex 0 if the interface is gone
     * @param since when it was found
     */
    public record Neighbor(String address, String interfaceName, int interfaceIndex, Instant since) {}

    /** A router that was found; {@code expires}: in so many seconds, unless it is heard again. */
    public record Router(String address, long expires) {}

    /** Messages since the interface came up; {@code ignored} are among those received. */
    public record Messages(long sent, long received, long ignored) {}
}
