package org.jbgp.daemon.router;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
import org.jbgp.daemon.instance.Instances;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.kernel.KernelThread;
import org.jbgp.daemon.net.BgpNetwork;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.shards.TaskThread;

/**
 * How a router ends: its protocols in order, then its threads; or as if it had been killed. Any thread.
 *
 * @param control the control thread
 * @param rest closes what is neither network, kernel nor shards
 */
record RouterEnd(
        ExecutorService control,
        Instances instances,
        BgpNetwork network,
        KernelThread kernel,
        ShardPool shards,
        Runnable rest) {
    /** See {@link Router#shutdown}. */
    CompletableFuture<Void> inOrder() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        control.execute(() -> {
            // Kernel routes first: when they shall persist, they must not follow the neighbors' routes out.
            var _ = all(stop(KernelConfig.class::isInstance))
                    .handle((ignored, error) -> null)
                    .thenComposeAsync(ignored -> all(stop(config -> !(config instanceof KernelConfig))), control)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .whenComplete((ignored, error) -> done.complete(null));
        });
        return done;
    }

    /** See {@link Router#close}. */
    void now() throws InterruptedException {
        network.close();
        rest.run();
        kernel.close();
        shards.close();
        control.shutdownNow();
    }

    /** See {@link Router#abandon}. */
    void asIfKilled() throws InterruptedException {
        // First, so that nothing of what follows reaches the kernel.
        kernel.close();
        network.abandon();
        List<CompletableFuture<Void>> stopping =
                TaskThread.supply(() -> stop(RouterEnd::endsByItself), control).join();
        var _ = all(stopping)
                .completeOnTimeout(null, 2, TimeUnit.SECONDS)
                .handle((ignored, error) -> null)
                .join();
        rest.run();
        shards.close();
        control.shutdownNow();
    }

    /** What speaks to somebody else than neighbors and kernel; the kernel's thread, which others live on, has ended. */
    private static boolean endsByItself(ProtocolConfig config) {
        return switch (config) {
            case BgpConfig _, KernelConfig _, StaticConfig _, DirectConfig _, DeviceConfig _ -> false;
            case PipeConfig _, BfdConfig _, RpkiConfig _, MrtConfig _, RadvConfig _, BmpConfig _, AggregatorConfig _ ->
                true;
        };
    }

    private List<CompletableFuture<Void>> stop(Predicate<ProtocolConfig> which) {
        return instances.all().stream()
                .filter(instance -> which.test(instance.config()))
                .map(instance -> instance.stop(ProtocolInstance.StopCause.SHUTDOWN, null))
                .toList();
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> stopping) {
        return CompletableFuture.allOf(stopping.toArray(CompletableFuture[]::new));
    }
}
