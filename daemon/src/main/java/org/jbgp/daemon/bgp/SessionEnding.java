package org.jbgp.daemon.bgp;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.FamilyNegotiated;
import org.jbgp.daemon.session.Negotiated;

/**
 * The end of one session: it leaves its export groups, and its routes are kept for a neighbor that restarts or taken
 * out of the tables. The neighbor's event loop decides, the shards carry it out.
 */
final class SessionEnding {
    private final SessionTerms terms;
    private final SessionAdvertising advertising;

    SessionEnding(SessionTerms terms, SessionAdvertising advertising) {
        this.terms = terms;
        this.advertising = advertising;
    }

    /** Completes when everything that shall go has gone. */
    CompletableFuture<Void> end(DownReason reason) {
        Negotiated negotiated = terms.negotiated();
        int restartTime = negotiated.gracefulRestartAware()
                ? terms.plan().settings().capabilities().gracefulRestart().kept(negotiated.peerRestartTime())
                : 0;
        Map<Integer, Integer> keep = new HashMap<>();
        for (ChannelPlan channel : terms.channels()) {
            FamilyNegotiated family = negotiated.family(channel.family());
            if (KeptRoutes.keeps(reason, negotiated, family, restartTime)) {
                keep.put(channel.channel(), channel.staleTime(family.peerStaleTime()));
            } else {
                terms.host().earlyWarning().channelLost(channel.channel());
            }
        }
        CompletableFuture<?>[] removals =
                new CompletableFuture<?>[terms.channels().size() + 1];
        for (int i = 0; i < terms.channels().size(); i++) {
            int number = terms.channels().get(i).channel();
            int row = i;
            removals[i] = terms.host().shards().all((shard, done) -> {
                advertising.leave(row, shard);
                if (keep.containsKey(number)) {
                    done.run();
                } else {
                    shard.withdrawAll(number, false, done);
                }
            });
        }
        removals[removals.length - 1] =
                terms.speaker().kept().keep(keep, restartTime, reason.cause() == DownReason.Cause.RENEWED);
        return CompletableFuture.allOf(removals);
    }
}
