package org.jbgp.daemon.router;

import java.util.concurrent.CompletableFuture;
import org.jbgp.config.model.DeviceConfig;
import org.jbgp.config.model.DirectConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.protocol.DirectProtocol;
import org.jbgp.daemon.protocol.InterfaceListener;
import org.jbgp.daemon.protocol.StaticProtocol;

/** What the protocols device, direct and static do; they live on the kernel thread. */
final class Engines {
    private Engines() {}

    /** {@code protocol device}: how often interfaces are scanned besides listening to events. */
    record Device(RouterContext context, DeviceConfig first) implements LocalInstance.Engine {
        @Override
        public String type() {
            return "Device";
        }

        @Override
        public void start(Assembly assembly) {
            scan(first);
        }

        private void scan(DeviceConfig config) {
            context.kernel().execute(() -> context.kernel().scanEvery(config.scanTime()));
        }

        @Override
        public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean reconfigure(Assembly assembly, ProtocolConfig next) {
            scan((DeviceConfig) next);
            return true;
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
    abstract static class InterfaceDriven implements LocalInstance.Engine {
        private final RouterContext context;

        private InterfaceDriven(RouterContext context) {
            this.context = context;
        }

        abstract InterfaceListener begin(Assembly assembly);

        abstract void end();

        private InterfaceListener listener;

        @Override
        public void start(Assembly assembly) {
            onKernel(() -> {
                listener = begin(assembly);
                context.kernel().device().addListener(listener);
            });
        }

        @Override
        public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            onKernel(() -> {
                context.kernel().device().removeListener(listener);
                end();
                done.complete(null);
            });
            return done;
        }

        void onKernel(Runnable task) {
            context.kernel().execute(task);
        }

        RouterContext context() {
            return context;
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

    /** {@code protocol direct}. */
    static final class Direct extends InterfaceDriven {
        private DirectConfig config;
        private DirectProtocol protocol;

        Direct(RouterContext context, DirectConfig config) {
            super(context);
            this.config = config;
        }

        @Override
        public String type() {
            return "Direct";
        }

        @Override
        InterfaceListener begin(Assembly assembly) {
            protocol = new DirectProtocol(
                    config, new IntakeFeed(context().shards(), LocalInstance.numbers(assembly, config)));
            protocol.start(context().kernel().interfaces());
            return protocol;
        }

        @Override
        void end() {
            protocol.stop();
        }

        @Override
        public boolean reconfigure(Assembly assembly, ProtocolConfig next) {
            DirectConfig changed = (DirectConfig) next;
            boolean same =
                    changed.interfaces().equals(config.interfaces()) && changed.checkLink() == config.checkLink();
            config = changed;
            return same;
        }
    }

    /** {@code protocol static}. */
    static final class Static extends InterfaceDriven {
        private final StaticProtocol.AttributeSetter setter;
        private StaticConfig config;
        private StaticProtocol protocol;

        Static(RouterContext context, StaticConfig config, StaticProtocol.AttributeSetter setter) {
            super(context);
            this.config = config;
            this.setter = setter;
        }

        @Override
        public String type() {
            return "Static";
        }

        @Override
        InterfaceListener begin(Assembly assembly) {
            protocol = new StaticProtocol(
                    config, setter, new IntakeFeed(context().shards(), LocalInstance.numbers(assembly, config)));
            protocol.start(context().kernel().interfaces());
            return protocol;
        }

        @Override
        void end() {
            protocol.stop();
        }

        @Override
        public boolean reconfigure(Assembly assembly, ProtocolConfig next) {
            StaticConfig changed = (StaticConfig) next;
            if (changed.checkLink() != config.checkLink() || !changed.igpTable().equals(config.igpTable())) {
                return false;
            }
            config = changed;
            onKernel(() -> {
                if (protocol != null) {
                    protocol.reconfigure(changed);
                }
            });
            return true;
        }
    }
}
