package org.jbgp.daemon.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.DeviceConfig;
import org.jbgp.config.model.DirectConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.daemon.bfd.BfdRequest;
import org.jbgp.daemon.bfd.BfdRequests;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.LocalEngine;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.RevalidationPlan;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.kernel.KernelThread;
import org.jbgp.daemon.policy.compile.ListedAuthorizations;
import org.jbgp.daemon.protocol.DirectProtocol;
import org.jbgp.daemon.protocol.GatewayWatch;
import org.jbgp.daemon.protocol.InterfaceListener;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.daemon.protocol.RouteChoice;
import org.jbgp.daemon.protocol.StaticProtocol;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.shards.IntakeFeed;

/** What the protocols device, direct and static do; they live on the kernel thread. */
public final class Engines {
    private Engines() {}

    /** {@code protocol device}: how often interfaces are scanned besides listening to events. */
    public static final class Device implements LocalEngine {
        private final KernelThread kernel;
        private DeviceConfig config;

        public Device(KernelThread kernel, DeviceConfig config) {
            this.kernel = kernel;
            this.config = config;
        }

        @Override
        public String type() {
            return "Device";
        }

        @Override
        public void start(Assembly assembly) {
            DeviceConfig starting = config;
            kernel.execute(() -> {
                kernel.scanEvery(starting.scanTime());
                kernel.device().prefer(starting.interfaces());
            });
        }

        @Override
        public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
            kernel.execute(() -> kernel.device().prefer(List.of()));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void reconfigure(Assembly assembly, ProtocolConfig next) {
            config = (DeviceConfig) next;
            start(assembly);
        }

        @Override
        public boolean reload(RouterCommands.Direction direction) {
            return true;
        }

        @Override
        public long exported() {
            return 0;
        }
    }

    /** A protocol that announces routes depending on interfaces. */
    abstract static class InterfaceDriven implements LocalEngine {
        private final RouterContext context;
        private final KernelThread kernel;

        private InterfaceDriven(RouterContext context, KernelThread kernel) {
            this.context = context;
            this.kernel = kernel;
        }

        abstract InterfaceListener begin(Assembly assembly);

        abstract void end();

        /** Sends routes into the table once more. On the kernel thread. */
        abstract void announceAgain(RouteChoice which);

        private InterfaceListener listener;

        @Override
        public void start(Assembly assembly) {
            onKernel(() -> {
                listener = begin(assembly);
                kernel.device().addListener(listener);
            });
        }

        @Override
        public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            onKernel(() -> {
                kernel.device().removeListener(listener);
                end();
                done.complete(null);
            });
            return done;
        }

        void onKernel(Runnable task) {
            kernel.execute(task);
        }

        KernelThread kernel() {
            return kernel;
        }

        RouterContext context() {
            return context;
        }

        @Override
        public boolean reload(RouterCommands.Direction direction) {
            if (direction != RouterCommands.Direction.OUT) {
                onKernel(() -> announceAgain(RouteChoice.ALL));
            }
            return true;
        }

        @Override
        public void revalidate(RevalidationPlan plan, boolean imports, boolean exports) {
            RouteChoice concerned = plan.concerned();
            if (imports) {
                onKernel(() -> announceAgain(concerned));
            }
        }

        @Override
        public long exported() {
            return 0;
        }
    }

    /** {@code protocol direct}. */
    public static final class Direct extends InterfaceDriven {
        private DirectConfig config;
        private DirectProtocol protocol;

        public Direct(RouterContext context, KernelThread kernel, DirectConfig config) {
            super(context, kernel);
            this.config = config;
        }

        @Override
        public String type() {
            return "Direct";
        }

        @Override
        InterfaceListener begin(Assembly assembly) {
            protocol = new DirectProtocol(config, new IntakeFeed(context().shards(), assembly.numbers(config)));
            protocol.start(kernel().interfaces());
            return protocol;
        }

        @Override
        void end() {
            protocol.stop();
        }

        @Override
        void announceAgain(RouteChoice which) {
            protocol.announceAgain(which);
        }

        @Override
        public void reconfigure(Assembly assembly, ProtocolConfig next) {
            config = (DirectConfig) next;
        }
    }

    /** {@code protocol static}. */
    public static final class Static extends InterfaceDriven {
        private static final Logger log = LogManager.getLogger(Static.class);

        private final StaticProtocol.AttributeSetter setter;
        private final BfdRequests bfd;
        /** On the control thread; null while no route asks for it. */
        private WatchedGateways watched;

        private StaticConfig config;
        private StaticProtocol protocol;
        /** Null while it is stopped, and if its channel is to a table of routes. */
        private ListedAuthorizations listed;

        public Static(
                RouterContext context,
                KernelThread kernel,
                StaticConfig config,
                StaticProtocol.AttributeSetter setter,
                BfdRequests bfd) {
            super(context, kernel);
            this.config = config;
            this.setter = setter;
            this.bfd = bfd;
        }

        private void watch(Set<GatewayWatch.Gateway> wanted) {
            if (watched == null) {
                watched = new WatchedGateways(
                        bfd, BfdRequest.Asker.of(config.common()), kernel()::interfaces, this::answering);
            }
            watched.watch(wanted);
        }

        private void answering(Set<GatewayWatch.Gateway> gateways) {
            onKernel(() -> {
                if (protocol != null) {
                    protocol.answering(gateways);
                }
            });
        }

        @Override
        public String type() {
            return "Static";
        }

        @Override
        public void start(Assembly assembly) {
            listed = ListedAuthorizations.of(assembly.filters().live(), assembly.configuration(), config);
            list();
            super.start(assembly);
        }

        @Override
        public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
            if (listed != null) {
                context().revalidate(listed.leave());
                listed = null;
            }
            return super.stop(cause);
        }

        private void list() {
            if (listed != null) {
                try {
                    context().revalidate(listed.list(config));
                } catch (IllegalArgumentException e) {
                    log.error("Protocol {} lists nothing: {}", config.name(), e.getMessage());
                }
            }
        }

        private ChannelCounters counters(ListedAuthorizations.Count count) {
            ChannelCounters counters = new ChannelCounters();
            counters.imported = count.shown();
            counters.preferred = count.best();
            counters.filteredKept = config.channels().getFirst().importKeepFiltered() ? count.filtered() : 0;
            counters.importUpdates = count.listed();
            counters.importFiltered = count.filtered();
            counters.importIgnored = (long) count.listed() - count.different();
            counters.importAccepted = count.shown();
            return counters;
        }

        @Override
        public ChannelCounters importCounters() {
            return listed == null ? null : counters(listed.count());
        }

        @Override
        public boolean reload(RouterCommands.Direction direction) {
            if (direction != RouterCommands.Direction.OUT) {
                list();
            }
            return super.reload(direction);
        }

        @Override
        public List<String> doubts(ProtocolConfig now, ProtocolConfig next) {
            List<String> doubts = new ArrayList<>();
            if (next instanceof StaticConfig other && !other.routes().equals(config.routes())) {
                doubts.add(now.name() + ": other routes stand in the file; those that come or go are not counted");
            }
            if (next instanceof StaticConfig other
                    && !(other.roas().equals(config.roas()) && other.aspas().equals(config.aspas()))) {
                doubts.add(now.name() + ": other ROAs or ASPAs stand in the file; filters are asked with those of now");
            }
            return doubts;
        }

        @Override
        InterfaceListener begin(Assembly assembly) {
            protocol = new StaticProtocol(
                    config,
                    setter,
                    new IntakeFeed(context().shards(), assembly.numbers(config)),
                    wanted -> context().onControl(() -> watch(wanted)),
                    ProtocolLog.to(log));
            protocol.start(kernel().interfaces());
            return protocol;
        }

        @Override
        void end() {
            protocol.stop();
            protocol = null;
        }

        @Override
        void announceAgain(RouteChoice which) {
            if (protocol != null) {
                protocol.announceAgain(which);
            }
        }

        @Override
        public void reconfigure(Assembly assembly, ProtocolConfig next) {
            StaticConfig changed = (StaticConfig) next;
            config = changed;
            list();
            onKernel(() -> {
                if (protocol != null) {
                    protocol.reconfigure(changed);
                }
            });
        }
    }
}
