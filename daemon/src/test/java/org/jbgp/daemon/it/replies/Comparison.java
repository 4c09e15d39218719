package org.jbgp.daemon.it.replies;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.ControlSocket;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.Node;

/** Says the script to a BIRD and to jbgpd with the same file and the same neighbor, line by line. */
final class Comparison implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    /** One reply of BIRD 1.6 never ends. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How one line was answered. */
    record Replies(List<String> bird, List<String> jbgpd) {
        /** True if BIRD and jbgpd say something else. */
        boolean differ() {
            return !bird.equals(jbgpd);
        }

        /** True if both refuse the line as not understood and only their words differ. */
        boolean differInWords() {
            return differ() && isRefusal(bird) && isRefusal(jbgpd);
        }

        private static boolean isRefusal(List<String> lines) {
            return lines.size() == 1 && lines.getFirst().startsWith("9001 ");
        }
    }

    /** How a router is made that the lines are said to. */
    interface Maker {
        Bird make(Node node, String name);
    }

    private final Lab lab = new Lab();
    /** What is written and said in the family of the routers. */
    private final UnaryOperator<String> family;

    private final Bird bird;
    private final Bird jbgpd;
    private final List<Bird> neighbors = new ArrayList<>();
    private final Map<Bird, ControlSocket> connections = new LinkedHashMap<>();

    /**
     * @param maker makes the BIRD
     * @param program the name jbgpd is called by, which chooses the layouts; {@code bird6}: all is for IPv6
     * @param configuration the file for both
     */
    Comparison(Maker maker, String program, String configuration) {
        family = program.equals("bird6") ? Sixfold::of : UnaryOperator.identity();
        bird = start(maker, "bird", configuration);
        jbgpd = start((node, name) -> new Jbgpd(node, name).calledAs(program), "jbgpd", configuration);
    }

    private Bird start(Maker maker, String name, String configuration) {
        Node node = lab.node(name);
        Node far = lab.node("n" + name);
        String wire = lab.link(node, family.apply("10.0.0.1/24"), far, family.apply("10.0.0.3/24"));
        node.ip("route", "add", family.apply("198.19.0.0/16"), "via", family.apply("10.0.0.3"), "metric", "77");
        Bird neighbor = new Bird(far, "neighbor-of-" + name);
        neighbor.start(family.apply(ScriptLine.resource("neighbor.conf")));
        neighbors.add(neighbor);
        Bird router = maker.make(node, name);
        String text = family.apply(ScriptLine.resource(configuration)).replace("\"eth0\"", "\"" + wire + "\"");
        router.write("other", text + "protocol static extra1 { " + (text.contains("ipv4") ? "ipv4; " : "") + "}\n");
        router.write("bad", text.replace("protocol device", "protocol nosuch"));
        router.start(text);
        return router;
    }

    /**
     * Says all lines; the replies to each by its label.
     *
     * @param decided lines whose replies are known to differ
     * @param settling how long those to another question may differ, because one of both has not got there yet
     */
    Map<String, Replies> run(Set<String> decided, Duration settling) {
        Map<String, Replies> replies = new LinkedHashMap<>();
        awaitUp();
        for (ScriptLine line : ScriptLine.all()) {
            if (line.kind() == ScriptLine.Kind.WAIT) {
                awaitUp();
            } else {
                boolean again = line.isQuestion() && !decided.contains(line.label());
                replies.put(line.label(), replies(line, again ? settling : Duration.ZERO));
            }
        }
        return replies;
    }

    private Replies replies(ScriptLine line, Duration settling) {
        Replies replies = ask(line);
        long end = System.nanoTime() + settling.toNanos();
        while (replies.differ() && !replies.differInWords() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(PAUSE);
            replies = ask(line);
        }
        return replies;
    }

    private Replies ask(ScriptLine line) {
        return new Replies(ask(bird, line), ask(jbgpd, line));
    }

    private List<String> ask(Bird router, ScriptLine line) {
        List<String> reply;
        if (line.kind() == ScriptLine.Kind.TYPED && !(router instanceof Jbgpd)) {
            reply = router.typed(family.apply(line.text()));
        } else {
            if (line.kind() != ScriptLine.Kind.ON) {
                ControlSocket former = connections.put(router, new ControlSocket(router.file("ctl"), PATIENCE));
                if (former != null) {
                    former.close();
                }
            }
            reply = connections.get(router).ask(family.apply(line.text()));
        }
        return ComparableReply.of(router, line, reply);
    }

    /** Both have their neighbor's two routes, and it has theirs. */
    private void awaitUp() {
        for (int i = 0; i < 2; i++) {
            Bird router = i == 0 ? bird : jbgpd;
            Bird neighbor = neighbors.get(i);
            lab.await(
                    router + " has all routes",
                    LIMIT,
                    () -> router.command("show route protocol up1 count")
                            + router.command("show route count")
                            + router.command("show protocols up1")
                            + neighbor.command("show route protocol n1 count"),
                    text -> text.contains("Established") && text.split("2 of ", -1).length > 2);
        }
    }

    @Override
    public void close() {
        connections.values().forEach(ControlSocket::close);
        lab.close();
    }
}
