package org.jbgp.config.options.bgp;

import static org.jbgp.config.options.bgp.BgpRows.MOST_SECONDS;
import static org.jbgp.config.options.bgp.BgpRows.changes;
import static org.jbgp.config.options.bgp.BgpRows.seconds;
import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;

/** The times of a BGP session. */
final class BgpTimerRows {
    static final List<Option<BgpDraft>> ROWS = List.of(
            option(
                    "hold time",
                    changes(Effect.RESTART, bgp -> bgp.timers().hold()),
                    "<seconds>",
                    "240",
                    "Hold time offered to the neighbor; 0 turns keepalives off.",
                    (arguments, draft) -> {
                        int seconds = (int) arguments.number("hold time", 0, MOST_SECONDS);
                        if (seconds == 1 || seconds == 2) {
                            throw arguments.failAtLast("hold time must be 0 or from 3 to 65535, not " + seconds);
                        }
                        draft.timers.hold = seconds;
                    }),
            seconds(
                    "min hold time",
                    changes(Effect.LIVE, bgp -> bgp.timers().minHold()),
                    0,
                    "0",
                    "Smallest hold time accepted from the neighbor.",
                    (draft, seconds) -> draft.timers.minHold = seconds),
            seconds(
                    "startup hold time",
                    changes(Effect.LIVE, bgp -> bgp.timers().startupHold()),
                    0,
                    "240",
                    "Hold time until the session is established.",
                    (draft, seconds) -> draft.timers.startupHold = seconds),
            seconds(
                    "keepalive time",
                    changes(Effect.RESTART, bgp -> bgp.timers().keepalive()),
                    1,
                    "a third of the hold time",
                    "Time between KEEPALIVEs.",
                    (draft, seconds) -> draft.timers.keepalive = seconds),
            seconds(
                    "min keepalive time",
                    changes(Effect.LIVE, bgp -> bgp.timers().minKeepalive()),
                    0,
                    "0",
                    "Smallest keepalive time accepted as a result of the neighbor's hold time.",
                    (draft, seconds) -> draft.timers.minKeepalive = seconds),
            seconds(
                    "send hold time",
                    changes(Effect.RESTART, bgp -> bgp.timers().sendHold()),
                    0,
                    "twice the hold time",
                    "Closes the session when nothing could be sent for so long (RFC 9687); 0 never does.",
                    (draft, seconds) -> draft.timers.sendHold = seconds),
            seconds(
                    "connect delay time",
                    changes(Effect.LIVE, bgp -> bgp.timers().dialing().delay()),
                    0,
                    "5",
                    "Wait before the first connection attempt.",
                    (draft, seconds) -> draft.timers.connectDelay = seconds),
            seconds(
                    "start delay time",
                    Change.alias("connect delay time"),
                    0,
                    "5",
                    "Old name of 'connect delay time'.",
                    (draft, seconds) -> draft.timers.connectDelay = seconds),
            seconds(
                    "connect retry time",
                    changes(Effect.LIVE, bgp -> bgp.timers().dialing().retry()),
                    0,
                    "120",
                    "Wait between connection attempts.",
                    (draft, seconds) -> draft.timers.connectRetry = seconds),
            option(
                    "error wait time",
                    changes(
                            Effect.LIVE,
                            bgp -> List.of(
                                    bgp.timers().errorWait().least(),
                                    bgp.timers().errorWait().most())),
                    "<seconds>, <seconds>",
                    "60, 300",
                    "Wait after an error: the first one, and the longest one when errors repeat.",
                    (arguments, draft) -> {
                        draft.timers.errorWaitMin = (int) arguments.number("error wait time", 0, MOST_SECONDS);
                        if (!arguments.tryPunctuation(",")) {
                            throw arguments.expected("','");
                        }
                        draft.timers.errorWaitMax = (int) arguments.number("error wait time", 0, MOST_SECONDS);
                    }),
            seconds(
                    "error forget time",
                    changes(Effect.LIVE, bgp -> bgp.timers().errorWait().forget()),
                    0,
                    "300",
                    "Time without errors after which they are forgotten.",
                    (draft, seconds) -> draft.timers.errorForget = seconds));

    private BgpTimerRows() {}

    /** What the rows write to; a field that is null was not set. Units as in the model. */
    static final class Draft {
        int hold = 240;
        int minHold;
        int startupHold = 240;
        int keepalive;
        int minKeepalive;
        int sendHold = -1;
        int connectDelay = 5;
        int connectRetry = 120;
        int errorWaitMin = 60;
        int errorWaitMax = 300;
        int errorForget = 300;

        BgpTimers build() {
            return new BgpTimers(
                    hold,
                    minHold,
                    startupHold,
                    keepalive,
                    minKeepalive,
                    sendHold,
                    new BgpTimers.Dialing(connectDelay, connectRetry),
                    new BgpTimers.ErrorWait(errorWaitMin, errorWaitMax, errorForget));
        }
    }
}
