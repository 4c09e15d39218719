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
    static final class Device implements LocalInstance.Engine {
        private final RouterContext context;
        private DeviceConfig config;

        Device(RouterContext context, DeviceConfig config) {
            this.context = context;
            this.config = config;
        }

        @Override
        public String type() {
            return "Device";
        }

        @Override
        public void start(Assembly assembly) {
            int seconds = config.scanTime();
            context.kernel().execute(() -> context.kernel().scanEvery(seconds));
        }

        @Override
        public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
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
    abstract static class InterfaceDriven implements LocalInstance.Engine {
        private final RouterContext context;

        private InterfaceDriven(RouterContext context) {
            this.context = context;
        }

        abstract InterfaceListener begin(Assembly assembly);

        abstract void end();

        /** Sends all routes into the table once more. */
        abstract void announceAgain();

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
            if (direction != RouterCommands.Direction.OUT) {
                onKernel(this::announceAgain);
            }
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
        void announceAgain() {
            protocol.announceAgain();
        }

        @Override
        public void reconfigure(Assembly assembly, ProtocolConfig next) {
            config = (DirectConfig) next;
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
        void announceAgain() {
            protocol.announceAgain();
        }

        @Override
        public void reconfigure(Assembly assembly, ProtocolConfig next) {
            StaticConfig changed = (StaticConfig) next;
            config = changed;
            onKernel(() -> {
                if (protocol != null) {
                    protocol.reconfigure(changed);
                }
            });
        }
    }
}
