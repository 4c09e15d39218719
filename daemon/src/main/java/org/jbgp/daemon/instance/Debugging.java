package org.jbgp.daemon.instance;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.daemon.protocol.InterfaceAddress;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;

/**
 * What {@code debug { states, interfaces }} has the log say of protocols, in BIRD's words; routes, filters, events and
 * packets are logged where they come by.
 */
public final class Debugging {
    private static final Logger log = LogManager.getLogger(Debugging.class);

    private Debugging() {}

    /** A protocol has changed its state. Any thread. */
    public static void state(ProtocolCommon protocol, String state) {
        if (protocol.debug().contains(DebugFlag.STATES)) {
            log.trace("{}: State changed to {}", protocol.name(), state);
        }
    }

    /** Reports to those who want to know how interfaces have changed. */
    public static void interfaces(Iterable<ProtocolInstance> instances, InterfaceTable before, InterfaceTable now) {
        for (ProtocolInstance instance : instances) {
            if (instance.config().common().debug().contains(DebugFlag.INTERFACES)) {
                interfaces(instance.config().name(), before, now);
            }
        }
    }

    private static void interfaces(String name, InterfaceTable before, InterfaceTable now) {
        for (NetworkInterface link : now.all()) {
            NetworkInterface former = before.byIndex(link.index()).orElse(null);
            if (former == null || !former.link().equals(link.link())) {
                log.trace("{} < interface {} {}", name, link.name(), change(former, link));
            }
            for (InterfaceAddress address : link.addresses()) {
                if (former == null || !former.addresses().contains(address)) {
                    log.trace("{} < address {} on interface {} added", name, text(address), link.name());
                }
            }
            if (former != null) {
                removed(name, former, link);
            }
        }
        for (NetworkInterface former : before.all()) {
            if (now.byIndex(former.index()).isEmpty()) {
                log.trace("{} < interface {} removed", name, former.name());
            }
        }
    }

    private static void removed(String name, NetworkInterface former, NetworkInterface link) {
        for (InterfaceAddress address : former.addresses()) {
            if (!link.addresses().contains(address)) {
                log.trace("{} < address {} on interface {} removed", name, text(address), link.name());
            }
        }
    }

    private static String text(InterfaceAddress address) {
        return address.address() + "/" + address.prefixLength();
    }

    private static String change(NetworkInterface former, NetworkInterface link) {
        boolean was = former != null && former.up();
        if (was != link.up()) {
            return link.up() ? "goes up" : "goes down";
        }
        if (former == null) {
            return "created";
        }
        return former.link().carrier() == link.link().carrier() ? "changes" : "changes link";
    }
}
