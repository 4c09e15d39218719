package org.jbgp.daemon.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs code inside a network namespace; threads it starts, netty's too, and programs are inside as well. */
public final class InsideNamespace {

    private static final int CLONE_NEWNET = 0x4000_0000;

    private InsideNamespace() {}

    /** What to run inside. */
    public interface Body {
        void run() throws Exception;
    }

    /** Runs it inside the namespace of that name. */
    public static void run(String namespace, Body body) throws Exception {
        onThread(() -> enter(namespace), body);
    }

    /**
     * Runs it inside a namespace that lives and dies with the thread. Skips the test where none can be made, unless
     * {@code JBGPD_REQUIRE_PEERS=1}.
     */
    public static void runInNew(Body body) throws Exception {
        onThread(InsideNamespace::makeNew, body);
    }

    private interface Entrance {
        void pass() throws Throwable;
    }

    private static void onThread(Entrance entrance, Body body) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().name("inside").start(() -> {
            try {
                entrance.pass();
                body.run();
                done.complete(null);
            } catch (Throwable t) {
                done.completeExceptionally(t);
            }
        });
        thread.join();
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        }
    }

    @SuppressWarnings("restricted") // a test that cannot call unshare(2) cannot be inside
    private static void makeNew() throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle unshare = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("unshare"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        boolean made = (int) unshare.invokeExact(CLONE_NEWNET) == 0;
        String what = "needs root (CAP_SYS_ADMIN) to make a network namespace";
        if ("1".equals(System.getenv("JBGPD_REQUIRE_PEERS"))) {
            assertThat(made).as(what).isTrue();
        }
        assumeTrue(made, what);
    }

    @SuppressWarnings("restricted") // a test that cannot call setns(2) cannot be inside
    private static void enter(String namespace) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle open = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("open"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        MethodHandle setns = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setns"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom("/var/run/netns/" + namespace);
            int file = (int) open.invokeExact(path, 0);
            int result = file < 0 ? -1 : (int) setns.invokeExact(file, CLONE_NEWNET);
            if (result != 0) {
                throw new IllegalStateException("cannot enter network namespace " + namespace);
            }
        }
    }
}
