package org.jbgp.daemon.history;

import java.util.List;
import java.util.Map;
import org.jbgp.config.model.router.History;

/**
 * What is recorded.
 *
 * @param logs by shard
 * @param recorders by table, then by shard; replaced as a whole
 * @param journal null without one
 * @param starts when routers began whose changes are in the journal, and this one
 */
record Recording(
        History options,
        List<ChangeLog> logs,
        Map<String, BestRecorder[]> recorders,
        Journal journal,
        List<Long> starts) {
    /** The first time after a moment when tables were empty; what was before is known from the journal alone. */
    long startAfter(long millis) {
        return starts.stream()
                .mapToLong(Long::longValue)
                .filter(each -> each > millis)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
