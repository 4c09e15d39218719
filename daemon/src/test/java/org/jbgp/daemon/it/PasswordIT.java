package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TCP MD5 passwords that change, and that are wrong. */
@NeedsPeer(Software.BIRD2)
class PasswordIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static String near(String options) {
        return "router id 10.0.0.1; log stderr all; protocol device { }\n"
                + "protocol bgp b { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65002; connect delay time 1;\n"
                + "  connect retry time 3; error wait time 1, 1; " + options
                + "\n  ipv4 { import all; export all; }; }\n";
    }

    private static String far(String options) {
        return "router id 10.0.0.2; log stderr all; protocol device { }\n"
                + "protocol bgp b { local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65000; connect delay time 1;\n"
                + "  connect retry time 3; error wait time 1, 1; " + options
                + "\n  ipv4 { import all; export all; }; }\n";
    }

    /**
     * Only the other side dials, so that sessions can be counted: of two connections at once one may be Established and
     * end.
     */
    private static String waiting(String options) {
        return near("passive; " + options);
    }

    private static String key(String password) {
        return password == null ? "" : "password \"" + password + "\";";
    }

    private static long sessions(Bird router) {
        return router.log().split("Established with", -1).length - 1L;
    }

    /**
     * BIRD ends the session over the change, and says so under the old key: we must hear it, not wait for the hold time
     * of 240 s.
     */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({"old, new", "old, ", ", new"})
    void ourSideChangesFirst(String old, String fresh) {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            jbgpd.start(waiting(key(old)));
            bird.start(far(key(old)));
            lab.await("session", LIMIT, () -> jbgpd.established("10.0.0.2"));

            jbgpd.reconfigure(waiting(key(fresh)));
            lab.holds("the old session", Duration.ofSeconds(2), () -> jbgpd.established("10.0.0.2"));
            bird.reconfigure(far(key(fresh)));
            lab.await("a new session", LIMIT, () -> sessions(jbgpd) == 2 && bird.established("10.0.0.1"));
            lab.await("the log", LIMIT, () -> jbgpd.log().contains("Session down: Other configuration change"));
        }
    }

    @Test
    void theirSideChangesFirst() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            jbgpd.start(waiting(key("old")));
            bird.start(far(key("old")));
            lab.await("session", LIMIT, () -> jbgpd.established("10.0.0.2"));
            bird.reconfigure(far(key("new")));
            lab.await("end", LIMIT, () -> !jbgpd.established("10.0.0.2"));
            lab.await(
                    "the reason",
                    LIMIT,
                    () -> jbgpd.command("show protocols"),
                    text -> text.contains("Error: Wrong TCP MD5 password"));
            lab.await(
                    "the log",
                    LIMIT,
                    () -> jbgpd.log().contains("Wrong TCP MD5 password; the kernel drops what it sends"));
            jbgpd.reconfigure(waiting(key("new")));
            lab.await("a new session", LIMIT, () -> sessions(jbgpd) == 2 && bird.established("10.0.0.1"));
        }
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({
        ", theirs, Neighbor has a TCP MD5 password",
        "ours, , Neighbor has no TCP MD5 password",
        "ours, theirs, Wrong TCP MD5 password",
    })
    void wrongPasswordIsNamed(String ours, String theirs, String words) {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near(key(ours)));
            routers.bird().start(far(key(theirs)));
            routers.lab()
                    .await(
                            "words",
                            LIMIT,
                            () -> jbgpd.command("show protocols"),
                            text -> text.contains("Error: " + words));
            routers.lab().eventually("the same everywhere", LIMIT, () -> {
                assertThat(jbgpd.command("show protocols all b")).contains("Last error:       Error: " + words);
                assertThat(jbgpd.command("show route explain 20.0.0.0/8")).contains(words);
            });
            // A dial that is not answered does not hide it.
            routers.lab()
                    .holds(
                            "words",
                            Duration.ofSeconds(5),
                            () -> jbgpd.command("show protocols").contains("Error: " + words));
            assertThat(jbgpd.log().split(words, -1)).hasSizeLessThanOrEqualTo(4);
        }
    }

    /** One after the other changes its key; who has not yet stays connected. */
    @Test
    void rangeChangesWhileNeighborsFollow() {
        try (Lab lab = new Lab()) {
            List<Node> nodes = lab.atOneSwitch("us", "second", "third");
            Jbgpd jbgpd = new Jbgpd(nodes.get(0), "jbgpd");
            Bird two = new Bird(nodes.get(1), "two");
            Bird three = new Bird(nodes.get(2), "three");
            jbgpd.start(range("old"));
            two.start(far(key("old")));
            three.start(far(key("old")).replace("10.0.0.2", "10.0.0.3"));
            lab.await("sessions", LIMIT, () -> two.established("10.0.0.1") && three.established("10.0.0.1"));

            jbgpd.reconfigure(range("new"));
            two.reconfigure(far(key("new")));
            lab.await("the first follows", LIMIT, () -> sessions(jbgpd) == 3 && two.established("10.0.0.1"));
            lab.holds(
                    "the second stays",
                    Duration.ofSeconds(8),
                    () -> three.established("10.0.0.1") && sessions(jbgpd) == 3);
            three.reconfigure(far(key("new")).replace("10.0.0.2", "10.0.0.3"));
            lab.await("the second follows", LIMIT, () -> sessions(jbgpd) == 4 && three.established("10.0.0.1"));
        }
    }

    private static String range(String password) {
        return "router id 10.0.0.1; log stderr all; protocol device { }\n"
                + "protocol bgp clients { local 10.0.0.1 as 65000; neighbor range 10.0.0.0/24 as 65002; hold time 6;\n"
                + "  " + key(password) + " ipv4 { import all; export all; }; }\n";
    }
}
