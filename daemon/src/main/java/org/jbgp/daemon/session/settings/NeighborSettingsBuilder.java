package org.jbgp.daemon.session.settings;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Builds {@link NeighborSettings}, starting from BIRD 2's defaults: port 179, direct, hold time 240, active, no password, no
 * family. Not thread-safe.
 */
public final class NeighborSettingsBuilder {
    private String name = "";
    private String description = "";
    private InetAddress localAddress;
    private InetAddress listenAddress;
    private int listenPort = NeighborSettings.BGP_PORT;
    private InetAddress remoteAddress;
    private int remotePort = NeighborSettings.BGP_PORT;
    private String interfaceName = "";
    private long localAs;
    private long remoteAs;
    private NeighborSettings.Confederation confederation = NeighborSettings.Confederation.NONE;
    private int routerId;
    private HopLimit hops = HopLimit.DIRECT;
    private String password = "";
    private boolean passive;
    private boolean routeReflectorClient;
    private boolean routeServerClient;
    private Disabling disabling = Disabling.NEVER;
    private SocketSettings sockets = SocketSettings.DEFAULT;
    private Reports reports = Reports.NONE;
    private BgpTimers timers = BgpTimers.DEFAULT;
    private CapabilitySettings capabilities = CapabilitySettings.DEFAULT;
    private final Map<AddressFamily, FamilySettings> families = new EnumMap<>(AddressFamily.class);

    /** Starts from the defaults. */
    public NeighborSettingsBuilder(String name) {
        this.name = name;
    }

    /** Starts from existing settings. */
    public NeighborSettingsBuilder(NeighborSettings settings) {
        this.name = settings.name();
        this.description = settings.description();
        this.localAddress = settings.localAddress();
        this.listenAddress = settings.listenAddress();
        this.listenPort = settings.listenPort();
        this.remoteAddress = settings.remoteAddress();
        this.remotePort = settings.remotePort();
        this.interfaceName = settings.interfaceName();
        this.localAs = settings.localAs();
        this.remoteAs = settings.remoteAs();
        this.confederation = settings.confederation();
        this.routerId = settings.routerId();
        this.hops = settings.hops();
        this.password = settings.password();
        this.passive = settings.passive();
        this.routeReflectorClient = settings.routeReflectorClient();
        this.routeServerClient = settings.routeServerClient();
        this.disabling = settings.disabling();
        this.sockets = settings.sockets();
        this.reports = settings.reports();
        this.timers = settings.timers();
        this.capabilities = settings.capabilities();
        this.families.putAll(settings.families());
    }

    /** Sets {@link NeighborSettings#description}. */
    public NeighborSettingsBuilder description(String value) {
        this.description = value;
        return this;
    }

    /** Sets {@link NeighborSettings#localAddress}. */
    public NeighborSettingsBuilder localAddress(InetAddress value) {
        this.localAddress = value;
        return this;
    }

    /** Sets {@link NeighborSettings#listenAddress}. */
    public NeighborSettingsBuilder listenAddress(InetAddress value) {
        this.listenAddress = value;
        return this;
    }

    /** Sets {@link NeighborSettings#listenPort}. */
    public NeighborSettingsBuilder listenPort(int value) {
        this.listenPort = value;
        return this;
    }

    /** Sets {@link NeighborSettings#remoteAddress}. */
    public NeighborSettingsBuilder remoteAddress(InetAddress value) {
        this.remoteAddress = value;
        return this;
    }

    /** Sets {@link NeighborSettings#remotePort}. */
    public NeighborSettingsBuilder remotePort(int value) {
        this.remotePort = value;
        return this;
    }

    /** Sets {@link NeighborSettings#interfaceName}. */
    public NeighborSettingsBuilder interfaceName(String value) {
        this.interfaceName = value;
        return this;
    }

    /** Sets {@link NeighborSettings#localAs}. */
    public NeighborSettingsBuilder localAs(long value) {
        this.localAs = value;
        return this;
    }

    /** Sets {@link NeighborSettings#remoteAs}. */
    public NeighborSettingsBuilder remoteAs(long value) {
        this.remoteAs = value;
        return this;
    }

    /** Sets {@link NeighborSettings#routerId}. */
    public NeighborSettingsBuilder routerId(int value) {
        this.routerId = value;
        return this;
    }

    /** Sets {@link NeighborSettings#hops}. */
    public NeighborSettingsBuilder hops(HopLimit value) {
        this.hops = value;
        return this;
    }

    /** Sets {@link NeighborSettings#password}. */
    public NeighborSettingsBuilder password(String value) {
        this.password = value;
        return this;
    }

    /** Sets {@link NeighborSettings#passive}. */
    public NeighborSettingsBuilder passive(boolean value) {
        this.passive = value;
        return this;
    }

    /** Sets {@link NeighborSettings#routeReflectorClient}. */
    public NeighborSettingsBuilder routeReflectorClient(boolean value) {
        this.routeReflectorClient = value;
        return this;
    }

    /** Sets {@link NeighborSettings#routeServerClient}. */
    public NeighborSettingsBuilder routeServerClient(boolean value) {
        this.routeServerClient = value;
        return this;
    }

    /** Sets {@link NeighborSettings#disabling}. */
    public NeighborSettingsBuilder disabling(Disabling value) {
        this.disabling = value;
        return this;
    }

    /** Sets {@link NeighborSettings#reports}. */
    public NeighborSettingsBuilder reports(Reports value) {
        this.reports = value;
        return this;
    }

    /** Sets {@link NeighborSettings#sockets}. */
    public NeighborSettingsBuilder sockets(SocketSettings value) {
        this.sockets = value;
        return this;
    }

    /** Sets {@link NeighborSettings#timers}. */
    public NeighborSettingsBuilder timers(BgpTimers value) {
        this.timers = value;
        return this;
    }

    /** Sets {@link NeighborSettings#capabilities}. */
    public NeighborSettingsBuilder capabilities(CapabilitySettings value) {
        this.capabilities = value;
        return this;
    }

    /** Adds or replaces one family. */
    public NeighborSettingsBuilder family(AddressFamily family, FamilySettings settings) {
        families.put(family, settings);
        return this;
    }

    /** Adds plain families. */
    public NeighborSettingsBuilder families(AddressFamily... plain) {
        for (AddressFamily family : plain) {
            families.put(family, FamilySettings.PLAIN);
        }
        return this;
    }

    /** Our confederation, and whether the neighbor is in it. */
    public NeighborSettingsBuilder confederation(NeighborSettings.Confederation value) {
        confederation = value;
        return this;
    }

    /** @throws IllegalArgumentException for values that cannot work, see {@link NeighborSettings} */
    public NeighborSettings build() {
        return new NeighborSettings(
                name,
                description,
                localAddress,
                listenAddress,
                listenPort,
                remoteAddress,
                remotePort,
                interfaceName,
                localAs,
                remoteAs,
                confederation,
                routerId,
                hops,
                password,
                passive,
                routeReflectorClient,
                routeServerClient,
                disabling,
                sockets,
                reports,
                timers,
                capabilities,
                families);
    }
}
