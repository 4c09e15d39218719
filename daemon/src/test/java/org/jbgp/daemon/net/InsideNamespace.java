package org.jbgp.daemon.net;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs code inside a named network namespace; threads it starts, netty's too, are inside as well. */
final class InsideNamespace {

    private static final int CLONE_NEWNET = 0x4000_0000;

    private InsideNamespace() {}

    interface Body {
        void run() throws Exception;
    }

    static void run(String namespace, Body body) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().name("inside-" + namespace).start(() -> {
            try {
                enter(namespace);
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
