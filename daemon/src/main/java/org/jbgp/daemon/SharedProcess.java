package org.jbgp.daemon;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.log.LastWords;
import org.jbgp.daemon.control.view.Version;

/**
 * One process for the routers of several names ({@code bird} and {@code bird6}), each with its own configuration,
 * tables, threads, log and control socket. A {@link StandIn} stands for each where its supervisor looks. It ends when
 * the last router has, so that nothing of it is left where no name is.
 *
 * <p>Whoever starts it holds a lock as long as it lives, so there is one for each folder of control sockets.
 */
final class SharedProcess {
    /** For the first one to come; more than a machine under load takes. */
    private static final long FIRST_SECONDS = 30;

    /** For the router before of the same socket to go; longer than one takes to stop. */
    private static final long BEFORE_SECONDS = 20;

    /** How long a stand-in that was killed may still seem to be there. */
    private static final long KILLED_MILLIS = 1000;

    private final ServerSocketChannel listener;
    private final Map<Path, Carried> carried = new HashMap<>();
    private int visitors;
    private boolean closing;

    /** A router, and whether whoever stands for it has gone or it was ordered to end. */
    private static final class Carried {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final CountDownLatch leaving = new CountDownLatch(1);
        private final Signals signals;

        private Carried(Signals signals) {
            this.signals = signals;
        }
    }

    private SharedProcess(ServerSocketChannel listener) {
        this.listener = listener;
    }

    /**
     * Carries routers until there are none.
     *
     * @param path where those that stand for routers come
     * @return the exit code
     */
    static int run(Path path) {
        LastWords.install();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Nobody may come before it is this user's alone.
            Path made = path.resolveSibling(path.getFileName() + ".new");
            Files.deleteIfExists(made);
            listener.bind(UnixDomainSocketAddress.of(made));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            SharedProcess process = new SharedProcess(listener);
            Signals.install(process::endAll);
            process.acceptAll();
            Files.deleteIfExists(path);
            return 0;
        } catch (IOException e) {
            System.err.println("jbgpd: " + path + ": " + SystemWords.of(e));
            return 1;
        }
    }

    private void acceptAll() throws IOException {
        Thread.ofPlatform().daemon().name("first").start(this::endIfNobodyCame);
        while (true) {
            SocketChannel channel;
            try {
                channel = listener.accept();
            } catch (ClosedChannelException e) {
                return;
            }
            come();
            Thread.ofPlatform().daemon().name("stand-in").start(() -> receive(channel));
        }
    }

    private void endIfNobodyCame() {
        try {
            TimeUnit.SECONDS.sleep(FIRST_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeIfEmpty();
    }

    private synchronized void come() {
        visitors++;
    }

    private void go() {
        synchronized (this) {
            visitors--;
        }
        closeIfEmpty();
    }

    private synchronized void closeIfEmpty() {
        if (visitors > 0 || closing) {
            return;
        }
        closing = true;
        try {
            listener.close();
        } catch (IOException e) {
            System.err.println("jbgpd: " + SystemWords.of(e));
        }
    }

    /** SIGTERM or SIGINT to this process: ends all routers, which ends it. */
    private void endAll(String signal) {
        synchronized (this) {
            carried.values().forEach(each -> each.signals.received(signal));
        }
        closeIfEmpty();
    }

    private void receive(SocketChannel channel) {
        try (StandIn other = new StandIn(channel)) {
            StandIn.Hello hello = other.greeting();
            switch (CommandLine.parse(
                    hello.program(), Version.running(), hello.arguments().toArray(String[]::new))) {
                case CommandLine.Outcome.Run(CommandLine options) -> {
                    Optional<String> obstacle = hello.obstacle(options.configuration());
                    if (obstacle.isPresent()) {
                        other.refuse(
                                options.parseOnly()
                                        ? ""
                                        : hello.program() + ": " + obstacle.get() + "; it runs by itself\n");
                    } else if (options.parseOnly()) {
                        other.end(new RouterRun(options, other, other.messages())
                                .run(
                                        () -> {
                                            throw new IllegalStateException("no router, no log");
                                        },
                                        () -> {
                                            throw new IllegalStateException("no router, no signals");
                                        }));
                    } else {
                        carry(other, options);
                    }
                }
                // A name that only splits a file, or serves an editor, needs nobody else's process.
                case CommandLine.Outcome.Split split -> other.refuse("");
                case CommandLine.Outcome.Edit edit -> other.refuse("");
                case CommandLine.Outcome.Simulate simulate -> other.refuse("");
                case CommandLine.Outcome.Print(String text, int code) -> {
                    other.messages().print(text);
                    other.end(code);
                }
            }
        } catch (IOException e) {
            // It has gone; whatever it wanted is not wanted any more.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            go();
        }
    }

    /** Carries a router until it ends, or whoever stands for it does. */
    private void carry(StandIn other, CommandLine options) throws IOException, InterruptedException {
        other.welcome();
        DaemonLog log = DaemonLog.ofRouter(options.program(), options.staysInForeground(), other.errors());
        CountDownLatch tooEarly = new CountDownLatch(1);
        Carried router = new Carried(new Signals(signal -> {
            tooEarly.countDown();
            try {
                other.end(Signals.exitCode(signal));
            } catch (IOException e) {
                // Gone as well.
                return;
            }
        }));
        RouterRun run = new RouterRun(options, other, other.messages());
        Thread reader = Thread.ofPlatform().daemon().name("signals").unstarted(() -> obey(other, router, run));
        reader.start();
        enter(options.controlSocket(), router);
        try {
            int code = run.run(() -> log, () -> router.signals);
            if (tooEarly.getCount() > 0) {
                other.end(code);
            }
        } finally {
            leave(options.controlSocket(), router);
        }
    }

    private static void obey(StandIn other, Carried router, RouterRun run) {
        for (Optional<String> signal = other.signal(); signal.isPresent(); signal = other.signal()) {
            if (signal.get().equals("USR1")) {
                Signals.nameTheCommands();
            } else {
                if (!signal.get().equals("HUP")) {
                    router.leaving.countDown();
                }
                router.signals.received(signal.get());
            }
        }
        router.leaving.countDown();
        if (router.ended.getCount() > 0) {
            run.abandon();
        }
    }

    /** The router before of the same name goes first; one that stays is found, as any other daemon's, by its socket. */
    private void enter(Path socket, Carried router) throws InterruptedException {
        Carried before;
        synchronized (this) {
            before = carried.get(socket);
        }
        if (before != null && before.leaving.await(KILLED_MILLIS, TimeUnit.MILLISECONDS)) {
            var _ = before.ended.await(BEFORE_SECONDS, TimeUnit.SECONDS);
        }
        synchronized (this) {
            carried.putIfAbsent(socket, router);
        }
    }

    private void leave(Path socket, Carried router) {
        synchronized (this) {
            carried.remove(socket, router);
        }
        router.ended.countDown();
    }
}
