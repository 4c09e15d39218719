package org.jbgp.daemon.reload;

import java.util.Comparator;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.router.RouterOptions;
import org.jbgp.daemon.protocol.InterfaceAddress;
import org.jbgp.daemon.protocol.InterfaceMatcher;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.daemon.wire.Scope;

/**
 * Which router id is ours: the configured one, else the lowest address of the interfaces that {@code router id from}
 * names, else the lowest of all. What was chosen without such a list stays while the router runs. Stateless.
 */
final class RouterIdChoice {
    private static final Logger log = LogManager.getLogger(RouterIdChoice.class);

    private RouterIdChoice() {}

    /**
     * Unsigned 32 bits; 0 if there is nothing to take it from.
     *
     * @param former the one in force, 0 at the start
     */
    static int of(RouterOptions.RouterId wanted, InterfaceTable interfaces, int former) {
        if (wanted.configured().isPresent()) {
            return (int) wanted.configured().get().lo();
        }
        if (wanted.sources().isEmpty() && former != 0) {
            return former; // a new address elsewhere is no reason to end all sessions
        }
        return lowest(wanted, interfaces).orElse(former);
    }

    /** Says what was chosen, once it comes into force. */
    static void report(RouterOptions.RouterId wanted, InterfaceTable interfaces, int former, int chosen) {
        if (wanted.configured().isPresent()) {
            return;
        }
        if (chosen == 0) {
            log.error("Cannot determine router ID, please configure it manually");
        } else if (!wanted.sources().isEmpty() && lowest(wanted, interfaces).isEmpty()) {
            log.warn("Cannot determine router ID, using old one");
        } else if (chosen != former) {
            interfaces.all().stream()
                    .filter(link -> link.addresses().stream()
                            .anyMatch(address -> (int) address.address().lo() == chosen))
                    .findFirst()
                    .ifPresent(link -> log.info(
                            "Chosen router ID {} according to interface {}",
                            link.addresses().stream()
                                    .filter(address -> (int) address.address().lo() == chosen)
                                    .findFirst()
                                    .orElseThrow()
                                    .address(),
                            link.name()));
        }
    }

    private static Optional<Integer> lowest(RouterOptions.RouterId wanted, InterfaceTable interfaces) {
        return interfaces.all().stream()
                .filter(link -> link.link().adminUp())
                .flatMap(link -> link.addresses().stream()
                        .filter(address -> counts(wanted, link, address))
                        .map(address -> (int) address.address().lo()))
                .min(Comparator.comparingLong(Integer::toUnsignedLong));
    }

    private static boolean counts(RouterOptions.RouterId wanted, NetworkInterface link, InterfaceAddress address) {
        return address.family().bits() == 32
                && !address.kernel().secondary()
                && address.scope().compareTo(Scope.LINK) > 0
                && InterfaceMatcher.matches(wanted.sources(), link, address);
    }
}
