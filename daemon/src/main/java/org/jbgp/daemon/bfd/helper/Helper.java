package org.jbgp.daemon.bfd.helper;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The router's end of the heart-beat helper: starts it or takes over the one that an earlier router left, starts it
 * again when it dies, with all sessions that were wanted. Every method may be called from any thread.
 */
public final class Helper implements BfdHelper {
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

        /** A helper that outlived an earlier router goes on; on the reading thread. */
        void tookOver(long processId);

        /** The helper is gone, or could not be started; it will be started again. */
        void lost(String why);
    }

    private final String name;
    private final Path controlSocket;
    private final String token;
    private final Order.Listen listen;
    private final Listener listener;
    private final Map<Integer, Order.Add> wanted = new LinkedHashMap<>();
    private final Map<Integer, CompletableFuture<Report.Standing>> questions = new ConcurrentHashMap<>();
    private final AtomicInteger nextQuestion = new AtomicInteger();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private DataOutputStream out;
    private HelperProcess process;
    private boolean ending;
    private Order.Keep keep;

    /**
     * A helper that is not started yet.
     *
     * @param name of the protocol
     * @param controlSocket the router's, beside which a helper is found that outlived a router; null: none does
     * @param version of this program: one of another version is not taken over
     */
    Helper(String name, Path controlSocket, String version, Order.Listen listen, Listener listener) {
        this.name = name;
        this.controlSocket = controlSocket;
        this.token = version + " " + listen;
        this.listen = listen;
        this.listener = listener;
        this.keep = new Order.Keep(0, "", token);
    }

    @Override
    public synchronized void keep(int seconds) {
        // The first process of a container takes all others with it.
        boolean can = controlSocket != null && ProcessHandle.current().pid() != 1;
        Order.Keep next = new Order.Keep(
                can ? seconds : 0,
                can ? MeetingPlace.of(controlSocket, name).toAbsolutePath().toString() : "",
                token);
        if (!next.equals(keep)) {
            keep = next;
            send(next);
        }
    }

    @Override
    public void start() {
        Thread.ofPlatform().name("bfd-" + name).daemon().start(this::mind);
    }

    @Override
    public synchronized void order(Order order) {
        switch (order) {
            case Order.Add add -> wanted.put(add.number(), add);
            case Order.Change change ->
                wanted.computeIfPresent(
                        change.number(), (number, add) -> new Order.Add(number, add.address(), change.settings()));
            case Order.Remove remove -> wanted.remove(remove.number());
            case Order.Listen _, Order.Ask _, Order.Keep _, Order.End _ -> {}
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

    @Override
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

    @Override
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
            process.kill();
        }
    }

    // ---- the minding thread ---------------------------------------------------------------------------------------

    private void mind() {
        long pause = FIRST_PAUSE;
        for (boolean first = true; ; first = false) {
            long born = System.nanoTime();
            String why = live(first);
            synchronized (this) {
                out = null;
                process = null;
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
    private String live(boolean first) {
        HelperProcess helper;
        try {
            helper = first ? takenOver() : null;
            if (helper == null) {
                helper = HelperProcess.start();
            }
        } catch (IOException e) {
            return "cannot be started: " + e.getMessage();
        }
        try (HelperProcess living = helper) {
            synchronized (this) {
                process = living;
                out = living.orders();
                if (living.isTakenOver()) {
                    listener.tookOver(living.id());
                } else {
                    send(listen);
                }
                if (keep.seconds() > 0 || living.isTakenOver()) {
                    send(keep);
                }
                wanted.values().forEach(this::send);
                if (ending) {
                    send(new Order.End());
                }
            }
            while (true) {
                take(living.next());
            }
        } catch (IOException e) {
            try {
                return helper.end();
            } catch (InterruptedException interrupted) {
                return "ended";
            }
        }
    }

    /** The helper that an earlier router left, null if there is none. */
    private HelperProcess takenOver() {
        if (controlSocket == null) {
            return null;
        }
        SocketChannel channel = MeetingPlace.visit(MeetingPlace.of(controlSocket, name), controlSocket);
        return channel == null ? null : HelperProcess.takeOver(channel, token);
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
}
