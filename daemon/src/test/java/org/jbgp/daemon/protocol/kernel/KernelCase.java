package org.jbgp.daemon.protocol.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.PlainProtocol;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.daemon.protocol.RecordingFeed;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteExtras;
import org.jbgp.kernel.RouteType;

/** A kernel protocol against a table in memory, and routes for it. */
abstract class KernelCase {
    static final long A = 0x0A010000L; // 10.1.0.0
    static final long B = 0x0A020000L; // 10.2.0.0
    static final long C = 0x0A030000L; // 10.3.0.0
    static final int STATIC = 4;
    static final long GATEWAY = 0xC0000201L; // 192.0.2.1

    KernelConfig.NextHopObjects objects = KernelConfig.NextHopObjects.AUTO;
    final FakeTable table = new FakeTable();
    int routeProtocol = KernelRoute.PROTOCOL_BIRD;
    final RecordingFeed feed = new RecordingFeed();
    final List<String> warnings = new ArrayList<>();

    KernelProtocol started(KernelConfig config) {
        KernelProtocol protocol = new KernelProtocol(config, Family.IPV4, table, feed, log());
        protocol.start(0);
        protocol.fed(0);
        protocol.tick(0);
        table.take();
        return protocol;
    }

    ProtocolLog log() {
        return new ProtocolLog() {
            @Override
            public void info(String protocol, String message) {}

            @Override
            public void warning(String protocol, String message) {
                warnings.add(protocol + ": " + message);
            }
        };
    }

    KernelConfig config(boolean persist, KernelConfig.Learn learn, long metric) {
        return config(persist, learn, metric, 60);
    }

    KernelConfig config(boolean persist, KernelConfig.Learn learn, long metric, int scanTime) {
        ProtocolCommon common = PlainProtocol.named("kernel1");
        return new KernelConfig(
                common,
                List.of(),
                new KernelConfig.Table(254, metric, 0, KernelConfig.LinkBandwidth.OFF, objects, routeProtocol, true),
                learn,
                persist,
                false,
                scanTime,
                0);
    }

    static void want(KernelProtocol protocol, long lo, Forwarding forwarding) {
        protocol.want(0, lo, 16, forwarding);
    }

    static Forwarding via(int last, int metric) {
        KernelIp gateway = new KernelIp(Family.IPV4, 0, (GATEWAY & ~0xFFL) + last);
        return new Forwarding(
                Family.IPV4,
                RouteType.UNICAST,
                metric,
                Forwarding.DEFAULT_SCOPE,
                RouteExtras.NONE,
                List.of(new KernelNextHop(gateway, 7, 1, 0)));
    }

    static Forwarding attached() {
        return new Forwarding(
                Family.IPV4,
                RouteType.UNICAST,
                0,
                Forwarding.DEFAULT_SCOPE,
                RouteExtras.NONE,
                List.of(new KernelNextHop(null, 7, 1, 0)));
    }

    /** By 2001:db8::1 and the like. */
    static Forwarding six(int... last) {
        List<KernelNextHop> nextHops = new ArrayList<>();
        for (int each : last) {
            nextHops.add(new KernelNextHop(new KernelIp(Family.IPV6, 0x20010db800000000L, each), 7, 1, 0));
        }
        return new Forwarding(Family.IPV6, RouteType.UNICAST, 0, Forwarding.DEFAULT_SCOPE, RouteExtras.NONE, nextHops);
    }

    static KernelRoute six(int protocol, Forwarding forwarding) {
        return new KernelRoute(
                new KernelRoute.Key(
                        new KernelIp(Family.IPV6, 0x20010db800010000L, 0),
                        48,
                        KernelRoute.TABLE_MAIN,
                        forwarding.metric()),
                protocol,
                forwarding.type(),
                forwarding.scope(),
                RouteExtras.NONE,
                forwarding.nextHops());
    }

    static Forwarding blackhole(int metric) {
        return new Forwarding(
                Family.IPV4, RouteType.BLACKHOLE, metric, Forwarding.DEFAULT_SCOPE, RouteExtras.NONE, List.of());
    }

    static KernelRoute own(long lo, Forwarding forwarding) {
        return alien(lo, forwarding.metric(), KernelRoute.PROTOCOL_BIRD, forwarding);
    }

    static KernelRoute alien(long lo, int metric, int protocol, Forwarding forwarding) {
        return new KernelRoute(
                new KernelRoute.Key(new KernelIp(Family.IPV4, 0, lo), 16, KernelRoute.TABLE_MAIN, metric),
                protocol,
                forwarding.type(),
                forwarding.scope(),
                RouteExtras.NONE,
                forwarding.nextHops());
    }
}
