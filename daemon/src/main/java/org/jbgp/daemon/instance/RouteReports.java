package org.jbgp.daemon.instance;

import java.util.EnumSet;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.daemon.rib.channel.RouteTrace;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * {@code debug { routes, filters }} of one channel: a line in the log for each route. Any thread.
 *
 * @param channel {@code protocol.channel}
 * @param routes report what goes through
 * @param filters report what is kept
 */
public record RouteReports(String channel, boolean routes, boolean filters) implements RouteTrace {
    private static final Logger log = LogManager.getLogger(RouteReports.class);

    /** What protocol and channel ask for, null for nothing. */
    public static RouteReports of(ProtocolCommon protocol, ChannelConfig channel) {
        Set<DebugFlag> flags = EnumSet.noneOf(DebugFlag.class);
        flags.addAll(protocol.debug());
        flags.addAll(channel.debug());
        boolean routes = flags.contains(DebugFlag.ROUTES);
        boolean filters = flags.contains(DebugFlag.FILTERS);
        return routes || filters ? new RouteReports(protocol.name() + "." + channel.name(), routes, filters) : null;
    }

    @Override
    public void in(Event event, AddressFamily family, long hi, long lo, int length) {
        report('>', event, family, hi, lo, length);
    }

    @Override
    public void out(Event event, AddressFamily family, long hi, long lo, int length) {
        report('<', event, family, hi, lo, length);
    }

    private static String text(AddressFamily family, long hi, long lo, int length) {
        return new IpAddress(Conversions.family(family), hi, lo) + "/" + length;
    }

    private void report(char way, Event event, AddressFamily family, long hi, long lo, int length) {
        if (event.ofRoutes() ? routes : filters) {
            log.trace("{} {} {} {}", channel, way, event.words(), text(family, hi, lo, length));
        }
    }
}
