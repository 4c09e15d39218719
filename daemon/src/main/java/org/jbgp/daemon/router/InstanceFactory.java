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
    private final RouterPorts ports;
    private BmpHub bmp;

    InstanceFactory(Router router, RouterPorts ports) {
        this.router = router;
        this.ports = ports;
    }

    /** A new instance, not started; null for what cannot run. */
    @Override
    public ProtocolInstance make(Assembly made, ProtocolConfig config) {
        try {
            return switch (config) {
                case BgpConfig bgp
                when bgp.isRange() ->
                    new BgpRangeInstance(
                            new BgpRangeInstance.Surroundings(router, ports.network(), router::interfaces),
                            made,
                            bgp,
                            visitor -> router.visited(bgp.name(), visitor));
                case BgpConfig bgp -> new BgpInstance(router, ports.network(), made, bgp);
                case StaticConfig routes ->
                    local(
                            made,
                            routes,
                            new Engines.Static(router, router.kernel(), routes, setter(made), router.bfd()),
                            RouteSource.Kind.RTS_STATIC,
                            200);
                case DirectConfig direct ->
                    local(
                            made,
                            direct,
                            new Engines.Direct(router, router.kernel(), direct),
                            RouteSource.Kind.RTS_DEVICE,
                            240);
                case DeviceConfig device ->
                    local(made, device, new Engines.Device(router.kernel(), device), RouteSource.Kind.RTS_DEVICE, 0);
                case KernelConfig kernelConfig ->
                    local(
                            made,
                            kernelConfig,
                            new KernelEngine(router, router.kernel(), kernelConfig),
                            RouteSource.Kind.RTS_INHERIT,
                            10);
                case PipeConfig pipe -> local(made, pipe, new PipeEngine(router, pipe), RouteSource.Kind.RTS_PIPE, 70);
                case BfdConfig bfd ->
                    new BfdInstance(
                            new BfdInstance.Surroundings(
                                    router,
                                    router.bfd(),
                                    router::interfaces,
                                    ports.restart().controlSocket()),
                            made,
                            bfd);
                case RpkiConfig rpki -> new RpkiInstance(router, router.caches(), made, rpki);
                case MrtConfig mrt ->
                    local(made, mrt, new MrtEngine(router.tableDumps(), router, mrt), RouteSource.Kind.RTS_INHERIT, 0);
                case RadvConfig radv ->
                    new RadvInstance(
                            new RadvInstance.Surroundings(router, router.neighborTables(), router::interfaces), radv);
                case BmpConfig bmp -> new BmpInstance(bmp(), made, bmp);
                case AggregatorConfig aggregator ->
                    local(
                            made,
                            aggregator,
                            aggregator.merging().isPresent()
                                    ? new MergingEngine(router, aggregator)
                                    : new AggregateEngine(router, aggregator),
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
            bmp = new BmpHub(router, router.monitoring(), ports.allocator());
        }
        return bmp;
    }

    private static StaticProtocol.AttributeSetter setter(Assembly made) {
        StaticProtocol.AttributeSetter setter = made.filters().setter();
        return made.configuration().dialect().isFlat() ? new DeviceRoutes16(setter) : setter;
    }

    private LocalInstance local(
            Assembly made, ProtocolConfig config, LocalEngine engine, RouteSource.Kind kind, int preference) {
        return new LocalInstance(router, made, config, engine, kind, preference);
    }
}
