package org.jbgp.daemon.router;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.BmpConfig;
import org.jbgp.config.model.DeviceConfig;
import org.jbgp.config.model.DirectConfig;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.MrtConfig;
import org.jbgp.config.model.PipeConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.aggregate.AggregateEngine;
import org.jbgp.daemon.aggregate.MergingEngine;
import org.jbgp.daemon.bfd.BfdInstance;
import org.jbgp.daemon.bfd.helper.BfdHelper;
import org.jbgp.daemon.bgp.BgpInstance;
import org.jbgp.daemon.bgp.BgpRangeInstance;
import org.jbgp.daemon.bmp.BmpHub;
import org.jbgp.daemon.bmp.BmpInstance;
import org.jbgp.daemon.discovery.RadvInstance;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.LocalEngine;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.ProtocolMaker;
import org.jbgp.daemon.instance.RouterPorts;
import org.jbgp.daemon.kernel.KernelEngine;
import org.jbgp.daemon.local.DeviceRoutes16;
import org.jbgp.daemon.local.Engines;
import org.jbgp.daemon.local.LocalInstance;
import org.jbgp.daemon.local.PipeEngine;
import org.jbgp.daemon.mrt.MrtEngine;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.protocol.StaticProtocol;
import org.jbgp.daemon.rpki.RpkiInstance;

/** Makes protocol instances of their configuration. Control thread. */
final class InstanceFactory implements ProtocolMaker {
    private static final Logger log = LogManager.getLogger(InstanceFactory.class);

    private final Router router;
    private final InstanceHost host;
    private final RouterPorts ports;
    private final BfdHelper.Maker helpers;
    private BmpHub bmp;

    /** @param host what all instances share */
    InstanceFactory(Router router, InstanceHost host, RouterPorts ports, BfdHelper.Maker helpers) {
        this.router = router;
        this.host = host;
        this.ports = ports;
        this.helpers = helpers;
    }

    /** A new instance, not started; null for what cannot run. */
    @Override
    public ProtocolInstance make(Assembly made, ProtocolConfig config) {
        try {
            return switch (config) {
                case BgpConfig bgp
                when bgp.isRange() ->
                    new BgpRangeInstance(
                            new BgpRangeInstance.Surroundings(host, ports.network(), host::interfaces),
                            made,
                            bgp,
                            visitor -> router.visited(bgp.name(), visitor));
                case BgpConfig bgp -> new BgpInstance(host, ports.network(), made, bgp);
                case StaticConfig routes ->
                    local(
                            made,
                            routes,
                            new Engines.Static(host, router.kernel(), routes, setter(made), host.bfd()),
                            RouteSource.Kind.RTS_STATIC,
                            200);
                case DirectConfig direct ->
                    local(
                            made,
                            direct,
                            new Engines.Direct(host, router.kernel(), direct),
                            RouteSource.Kind.RTS_DEVICE,
                            240);
                case DeviceConfig device ->
                    local(made, device, new Engines.Device(router.kernel(), device), RouteSource.Kind.RTS_DEVICE, 0);
                case KernelConfig kernelConfig ->
                    local(
                            made,
                            kernelConfig,
                            new KernelEngine(host, router.kernel(), kernelConfig),
                            RouteSource.Kind.RTS_INHERIT,
                            10);
                case PipeConfig pipe -> local(made, pipe, new PipeEngine(host, pipe), RouteSource.Kind.RTS_PIPE, 70);
                case BfdConfig bfd ->
                    new BfdInstance(
                            new BfdInstance.Surroundings(host, host.bfd(), host::interfaces, helpers), made, bfd);
                case RpkiConfig rpki -> new RpkiInstance(host, router.caches(), made, rpki);
                case MrtConfig mrt ->
                    local(made, mrt, new MrtEngine(router.tableDumps(), host, mrt), RouteSource.Kind.RTS_INHERIT, 0);
                case RadvConfig radv ->
                    new RadvInstance(
                            new RadvInstance.Surroundings(host, router.neighborTables(), host::interfaces), radv);
                case BmpConfig bmp -> new BmpInstance(bmp(), made, bmp);
                case AggregatorConfig aggregator ->
                    local(
                            made,
                            aggregator,
                            aggregator.merging().isPresent()
                                    ? new MergingEngine(host, aggregator)
                                    : new AggregateEngine(host, aggregator),
                            RouteSource.Kind.RTS_AGGREGATED,
                            aggregator.merging().isPresent() ? 0 : 200);
            };
        } catch (IllegalArgumentException e) {
            // The check of the file should have found it; the other protocols must not suffer.
            log.error("Protocol {} cannot be started: {}", config.name(), SystemWords.of(e));
            return null;
        }
    }

    /** What all BMP protocols share. */
    private BmpHub bmp() {
        if (bmp == null) {
            bmp = new BmpHub(host, host.monitoring(), ports.allocator());
        }
        return bmp;
    }

    private static StaticProtocol.AttributeSetter setter(Assembly made) {
        StaticProtocol.AttributeSetter setter = made.filters().setter();
        return made.configuration().dialect().isFlat() ? new DeviceRoutes16(setter) : setter;
    }

    private LocalInstance local(
            Assembly made, ProtocolConfig config, LocalEngine engine, RouteSource.Kind kind, int preference) {
        return new LocalInstance(host, made, config, engine, kind, preference);
    }
}
