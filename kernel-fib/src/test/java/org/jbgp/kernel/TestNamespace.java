package org.jbgp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.Libc;

/**
 * Runs a test inside a network namespace of its own. The namespace belongs to one thread and has no name: it ends with
 * the thread, so nothing is left behind however the test ends. Programs started from the thread are inside too.
 */
final class TestNamespace {
    private static final int CLONE_NEWNET = 0x40000000;

    private TestNamespace() {}

    interface Body {
        void run() throws Exception;
    }

    /** Skips, saying why, where a namespace cannot be made; fails there if {@code JBGPD_REQUIRE_PEERS=1}. */
    static void run(Body body) throws Exception {
        need(Files.exists(Path.of("/sbin/ip")) || Files.exists(Path.of("/usr/bin/ip")), "needs ip: install iproute2");
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().name("test-netns").start(() -> {
            try {
                int result = Libc.call("unshare", CLONE_NEWNET);
                need(result == 0, "needs root (CAP_SYS_ADMIN) to make a network namespace: " + Errno.text(-result));
                ip("link set lo up");
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

    private static void need(boolean fulfilled, String what) {
        if ("1".equals(System.getenv("JBGPD_REQUIRE_PEERS"))) {
            assertThat(fulfilled).as(what).isTrue();
        }
        assumeTrue(fulfilled, what);
    }

    /** Runs {@code ip ARGUMENTS} inside; answers its lines without trailing blanks, fails if it fails. */
    static List<String> ip(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("ip " + arguments + ": " + output);
        }
        return output.lines().map(String::stripTrailing).toList();
    }

    /** Two veth pairs: a0 with 10.0.1.1/24 and 2001:db8:1::1/64, b0 with 10.0.2.1/24 and 2001:db8:2::1/64, all up. */
    static void twoLinks() throws IOException, InterruptedException {
        for (String name : List.of("a", "b")) {
            String net = name.equals("a") ? "1" : "2";
            ip("link add " + name + "0 type veth peer name " + name + "1");
            ip("link set " + name + "0 addrgenmode none up");
            ip("link set " + name + "1 addrgenmode none up");
            ip("addr add 10.0." + net + ".1/24 dev " + name + "0");
            ip("addr add 2001:db8:" + net + "::1/64 dev " + name + "0 nodad");
        }
    }
}
