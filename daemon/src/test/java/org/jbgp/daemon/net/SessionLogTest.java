package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.view.LogTap;
import org.jbgp.daemon.session.LastError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionLogTest {
    private static final LogTap LOG = DaemonLog.install("session-log", true).tap();
    private static final String NAME = "loglimit";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final SessionLog log = new SessionLog(NAME, now::get, later::add);
    private final LogTap.Subscription subscription = LOG.listen(EnumSet.allOf(LogClass.class), line -> {
        if (line.contains(NAME)) {
            lines.add(line);
        }
    });

    @AfterEach
    void stop() {
        subscription.close();
    }

    @Test
    void theFirstOfItsKindIsAlwaysSaidAndTheRestIsCounted() {
        for (int i = 0; i < 30; i++) {
            log.established("10.0.0.2");
            log.down("Connection closed");
        }
        log.down("Hold timer expired");
        assertThat(lines).hasSize(2 * SessionLog.LINES + 1);
        assertThat(lines.getLast()).isEqualTo("<INFO> loglimit: Session down: Hold timer expired");
        assertThat(later).hasSize(1);
        lines.clear();
        later.remove().run();
        assertThat(lines)
                .containsExactly("<WARN> loglimit: 40 more lines about its sessions within 10 s were left out");
        lines.clear();
        now.addAndGet(TimeUnit.SECONDS.toNanos(SessionLog.WINDOW_SECONDS));
        log.down("Connection closed");
        assertThat(lines).containsExactly("<INFO> loglimit: Session down: Connection closed");
        assertThat(later).isEmpty();
    }

    /** Words of the neighbor's own do not make each line new. */
    @Test
    void errorsWithEverChangingWordsHaveAnEnd() {
        for (int i = 0; i < 1000; i++) {
            log.established("10.0.0.2");
            log.error(new LastError(LastError.Category.RECEIVED, "Administrative shutdown", "words " + i));
            log.down("words " + i);
        }
        log.error(new LastError(LastError.Category.SOCKET, "Connection reset by peer"));
        assertThat(lines).hasSizeLessThanOrEqualTo(4 * SessionLog.LINES + 1);
        assertThat(lines.getLast()).endsWith("loglimit: Socket: Connection reset by peer");
    }
}
