package org.jbgp.daemon.bfd.helper;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The router's end of the heart-beat helper: starts it, starts it again when it dies, with all sessions that were
 * wanted. Every method may be called from any thread.
 */
public final class Helper {
    private static final long FIRST_PAUSE = 50;
    private static final long LONGEST_PAUSE = 10_000;
    /** A helper that lived so long may be started again at once. */
    private static final long GOOD_LIFE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int ANSWER_MILLIS = 2_000;
    private static final int END_MILLIS = 3_000;

    /** Who hears of it. */
    public interface Listener {
        /** On the helper's reading thread, in order; must not block long. */
        void report(Report report);

        /** The helper is gone, or could not be started; it will be started again. */
        void lost(String why);
    }

    private final String name;
    private final Order.Listen listen;
    private final Listener listener;
    private final Map<Integer, Order.Add> wanted = new LinkedHashMap<>();
    private final Map<Integer, CompletableFuture<Report.Standing>> questions = new ConcurrentHashMap<>();
    private final AtomicInteger nextQuestion = new AtomicInteger();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private DataOutputStream out;
    private Process process;
    private boolean ending;
    private volatile long processId;

    /** A helper that is not started yet; {@code name} is for threads only. */
    public Helper(String name, Order.Listen listen, Listener listener) {
        this.name = name;
        this.listen = listen;
        this.listener = listener;
    }

    /** Starts it. */
    public void start() {
        Thread.ofPlatform().name("bfd-" + name).daemon().start(this::mind);
    }

    /** The helper's process id, 0 while there is none. */
    public long processId() {
        return processId;
    }

    /** Sends an order, and remembers which sessions there are. */
    public synchronized void order(Order order) {
        switch (order) {
            case Order.Add add -> wanted.put(add.number(), add);
            case Order.Change change ->
                wanted.computeIfPresent(
                        change.number(), (number, add) -> new Order.Add(number, add.address(), change.settings()));
            case Order.Remove remove -> wanted.remove(remove.number());
            case Order.Listen _, Order.Ask _, Order.End _ -> {}
        }
        send(order);
    }

    private void send(Order order) {
        if (out == null) {
            return;
        }
        try {
            Order.write(out, order);
            out.flush();
        } catch (IOException e) {
            // It is dying: whoever reads its reports sees the end.
            out = null;
        }
    }

    /** How all sessions stand; no session if the helper does not answer. */
    public CompletableFuture<Report.Standing> ask() {
        int number = nextQuestion.incrementAndGet();
        Report.Standing nothing = new Report.Standing(number, new Report.Traffic(0, 0), List.of());
        CompletableFuture<Report.Standing> answer = new CompletableFuture<>();
        questions.put(number, answer);
        synchronized (this) {
            if (out == null) {
                questions.remove(number);
                return CompletableFuture.completedFuture(nothing);
            }
            send(new Order.Ask(number));
        }
        return answer.completeOnTimeout(nothing, ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((standing, problem) -> questions.remove(number));
    }

    /** Ends all sessions and the helper; completes when it is gone. */
    public CompletableFuture<Void> end() {
        synchronized (this) {
            if (!ending) {
                ending = true;
                send(new Order.End());
                if (process == null) {
                    ended.complete(null);
                }
            }
        }
        return ended.orTimeout(END_MILLIS, TimeUnit.MILLISECONDS).exceptionally(late -> {
            kill();
            return null;
        });
    }

    private synchronized void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    // ---- the minding thread ---------------------------------------------------------------------------------------

    private void mind() {
        long pause = FIRST_PAUSE;
        while (true) {
            long born = System.nanoTime();
            String why = live();
            synchronized (this) {
                out = null;
                process = null;
                processId = 0;
                if (ending) {
                    break;
                }
            }
            questions
                    .values()
                    .forEach(answer -> answer.complete(new Report.Standing(0, new Report.Traffic(0, 0), List.of())));
            pause = System.nanoTime() - born > GOOD_LIFE_NANOS ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
            listener.lost(why);
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                break;
            }
        }
        ended.complete(null);
    }

    /** One life of the helper; why it ended. */
    private String live() {
        Process started;
        try {
            ProcessBuilder builder = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.INHERIT);
            // What is meant for the router's JVM, a debugger's port for instance, is not for this one.
            builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
            started = builder.start();
        } catch (IOException e) {
            return "cannot be started: " + e.getMessage();
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(started.getInputStream()))) {
            synchronized (this) {
                process = started;
                processId = started.pid();
                out = new DataOutputStream(new BufferedOutputStream(started.getOutputStream()));
                send(listen);
                wanted.values().forEach(this::send);
                if (ending) {
                    send(new Order.End());
                }
            }
            while (true) {
                take(Report.read(in));
            }
        } catch (IOException e) {
            started.destroyForcibly();
            try {
                return "ended (exit code " + started.waitFor() + ")";
            } catch (InterruptedException interrupted) {
                return "ended";
            }
        }
    }

    private void take(Report report) {
        if (report instanceof Report.Standing standing) {
            CompletableFuture<Report.Standing> answer = questions.get(standing.question());
            if (answer != null) {
                answer.complete(standing);
            }
        } else {
            listener.report(report);
        }
    }

    /**
     * The same Java with a small heap, and without the AOT cache, which would cost more memory here than it saves time.
     * Signals are for the router: what ends the helper is the end of its standard input.
     */
    private static List<String> command() {
        List<String> line = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "trap '' HUP INT TERM USR1; exec \"$@\"",
                "jbgpd-bfd",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms6m",
                "-Xmx32m",
                "-Xmn2m",
                "-Xss256k",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=8m",
                "-XX:+UseCompactObjectHeaders",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        for (String property : new String[] {"java.library.path", "jffi.boot.library.path"}) {
            if (System.getProperty(property) != null) {
                line.add("-D" + property + "=" + System.getProperty(property));
            }
        }
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), HelperMain.class.getName()));
        return line;
    }
}
