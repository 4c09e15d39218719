package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Broken configurations and sockets that are taken, beside a session that must not notice. */
@NeedsPeer(Software.BIRD2)
class BadInputIT extends WitnessedRouter {
    @BeforeEach
    void start() {
        makeNetwork();
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void aBrokenConfigurationRefusesToStart() {
        Path conf = jbgpd.write(
                "broken", "router id 10.0.0.1;\nprotocol bgp x { local as 65001; neighbour 10.0.0.2 as 1; }\n");
        Bird.Outcome outcome =
                run("-f", "-c", conf.toString(), "-s", jbgpd.file("broken.ctl").toString());
        assertThat(outcome.exit()).as(outcome.output()).isEqualTo(1);
        assertThat(outcome.output()).contains(conf + ":2:");
        assertThat(jbgpd.file("broken.ctl")).doesNotExist();
        assertThat(run("-p", "-c", conf.toString()).exit()).isEqualTo(1);
    }

    @Test
    void aBrokenReloadKeepsTheOldConfiguration() {
        startBoth();
        LocalTime since = upSince();
        assertThat(jbgpd.tryCommand("configure").output()).containsPattern(Bird.ACCEPTED);
        jbgpd.write("conf", configuration("protocol nonsense { }\n"));
        assertThat(jbgpd.tryCommand("configure").output()).contains("conf:").doesNotContain("Reconfigured");
        assertUndisturbed(since);
        int refusals = refusals();
        us.exec("kill", "-HUP", Long.toString(jbgpd.pid()));
        lab.await("the second refusal", LIMIT, this::refusals, count -> count > refusals);
        assertUndisturbed(since);
        // And a good one is taken afterwards, by SIGHUP, without touching the session.
        jbgpd.write("conf", configuration("protocol static more { ipv4; route 203.0.113.0/24 blackhole; }\n"));
        us.exec("kill", "-HUP", Long.toString(jbgpd.pid()));
        lab.await("the new route", LIMIT, () -> witness.prefixes().contains("203.0.113.0/24"));
        assertUndisturbed(since);
    }

    /** How often the log names the broken file. */
    private int refusals() {
        return jbgpd.log().split("conf:[0-9]+:", -1).length - 1;
    }

    @Test
    void aTakenPortIsNamed() {
        try (RawPeer squatter = new RawPeer(us, "squatter")) {
            squatter.occupy("10.0.0.1");
            jbgpd.start(configuration(""));
            lab.await(
                    "message", LIMIT, () -> jbgpd.log().toLowerCase(Locale.ROOT).contains("in use"));
            // It goes on without it.
            lab.says(jbgpd, "show protocols", "witness");
            assertThat(jbgpd.running()).isTrue();
        }
    }

    @Test
    void aLiveControlSocketIsRefusedAndAStaleOneReplaced() {
        startBoth();
        LocalTime since = upSince();
        Bird.Outcome second = run("-f", "-c", jbgpd.file("conf").toString(), "-s", jbgpd.control());
        assertThat(second.exit()).as(second.output()).isEqualTo(1);
        assertThat(second.output()).contains("I found another BIRD running.");
        assertUndisturbed(since);
        jbgpd.kill();
        assertThat(Files.exists(Path.of(jbgpd.control()))).isTrue();
        jbgpd.restart();
        lab.await("session after restart", LIMIT, () -> jbgpd.established(WITNESS));
    }

    private Bird.Outcome run(String... options) {
        List<String> command = new ArrayList<>(Jbgpd.program());
        command.addAll(List.of(options));
        return jbgpd.runInside(command);
    }
}
