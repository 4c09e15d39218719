package org.jbgp.daemon.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.Recovery;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.instance.TestAssembly;
import org.jbgp.daemon.net.BgpNetwork;
import org.jbgp.daemon.net.Visitor;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.protocol.InterfaceChanges;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.session.Neighbor;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.session.settings.NeighborRange;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.kernel.KernelLink;
import org.junit.jupiter.api.Test;

/** Which sockets a range listens on as interfaces and VRFs come, go and get other names. */
class BgpRangeInstanceTest {
    /** IFF_UP and IFF_LOWER_UP. */
    private static final int UP = 0x1 | 0x10000;

    private final List<String> events = new ArrayList<>();
    private InterfaceTable interfaces = InterfaceTable.EMPTY;

    private static NetworkInterface link(int index, String name, int master) {
        boolean vrf = name.startsWith("vrf");
        return new NetworkInterface(
                new KernelLink(index, name, vrf ? "vrf" : "", 1500, UP, master, vrf ? 10 : 0), List.of());
    }

    private BgpRangeInstance range(String options) {
        String text = "protocol bgp r { local as 65001; neighbor range 10.0.0.0/24 external;"
                + " ipv4 { import all; export all; }; " + options + " }";
        Configuration configuration = ConfigurationLoader.loadText("t", text, Optional.of(Dialect.BIRD_2))
                .configuration()
                .orElseThrow();
        return new BgpRangeInstance(
                new BgpRangeInstance.Surroundings(new Context(), new Network(), () -> interfaces),
                TestAssembly.of(configuration),
                (BgpConfig) configuration.protocol("r").orElseThrow(),
                visitor -> {});
    }

    /** What was opened and closed since these interfaces are there. */
    private List<String> after(BgpRangeInstance range, NetworkInterface... now) {
        InterfaceTable before = interfaces;
        interfaces = new InterfaceTable(List.of(now));
        events.clear();
        range.interfacesChanged(InterfaceChanges.between(before, interfaces));
        return events;
    }

    @Test
    void aVrfThatComesIsRenamedOrMadeAgain() {
        BgpRangeInstance range = range("vrf \"vrf1\";");
        range.start();
        assertThat(events).containsExactly("open vrf1");
        assertThat(after(range, link(4, "vrf1", 0))).containsExactly("close vrf1", "open vrf1");
        assertThat(after(range, link(4, "vrf1", 0), link(7, "eth0", 4))).isEmpty();
        assertThat(after(range, link(4, "vrf2", 0))).containsExactly("close vrf1", "open vrf1");
        assertThat(after(range, link(5, "vrf1", 0))).containsExactly("close vrf1", "open vrf1");
        assertThat(after(range, link(6, "vrf1", 0))).containsExactly("close vrf1", "open vrf1");
    }

    @Test
    void anInterfaceThatIsRenamed() {
        BgpRangeInstance range = range("interface range \"eth*\"; strict bind; vrf \"vrf1\";");
        interfaces = new InterfaceTable(List.of(link(4, "vrf1", 0), link(7, "eth0", 4), link(8, "other", 4)));
        range.start();
        assertThat(events).containsExactly("open eth0");
        assertThat(after(range, link(4, "vrf1", 0), link(7, "eth1", 4), link(8, "other", 4)))
                .containsExactly("close eth0", "open eth1");
        assertThat(after(range, link(4, "vrf1", 0), link(7, "lan", 4), link(8, "other", 4)))
                .containsExactly("close eth1");
        assertThat(after(range, link(4, "vrf1", 0), link(7, "eth0", 4), link(8, "other", 4)))
                .containsExactly("open eth0");
        assertThat(after(range, link(4, "vrf2", 0), link(7, "eth0", 4), link(8, "other", 4)))
                .containsExactly("close eth0");
    }

    private final class Network implements BgpNetwork {
        @Override
        public Neighbor add(NeighborSettings settings, SessionHandler handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OpenRange open(NeighborRange range, Visitor.Reception reception) {
            String bound = range.place().device().bound();
            events.add("open " + bound);
            return new OpenRange() {
                @Override
                public void password(String password) {}

                @Override
                public void close() {
                    events.add("close " + bound);
                }
            };
        }

        @Override
        public void close() {}

        @Override
        public void abandon() {}
    }

    private static final class Context implements RouterContext {
        @Override
        public InstantSource clock() {
            return Clock.systemUTC();
        }

        @Override
        public ShardPool shards() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ResolutionDomain domain(ResolutionDomain.Way way) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void limitExceeded(ProtocolInstance instance, RouteLimit limit) {}

        @Override
        public void revalidate(ChangedAuthorizations changed) {}

        @Override
        public void onControl(Runnable task) {}

        @Override
        public boolean recovering() {
            return false;
        }

        @Override
        public void recovery(Consumer<Recovery> event) {}
    }
}
