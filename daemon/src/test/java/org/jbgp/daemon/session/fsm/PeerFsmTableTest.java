package org.jbgp.daemon.session.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.wire.Notification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every event in every state of the dialled connection (RFC 4271 §8.2.2): the state after it and what is done. Settings
 * are the defaults: connect delay 5, retry 120, hold 240, error wait 60; the neighbor offers hold time 90.
 */
class PeerFsmTableTest {

    private static final String TABLE = """
            IDLE         | start              | ACTIVE       | >Active connect-delay=5
            CONNECT      | start              | CONNECT      |
            ACTIVE       | start              | ACTIVE       |
            OPEN_SENT    | start              | OPEN_SENT    |
            OPEN_CONFIRM | start              | OPEN_CONFIRM |
            ESTABLISHED  | start              | ESTABLISHED  |

            IDLE         | stop               | IDLE         |
            CONNECT      | stop               | IDLE         | >Idle close
            ACTIVE       | stop               | IDLE         | >Idle
            OPEN_SENT    | stop               | IDLE         | >Idle close 6/2
            OPEN_CONFIRM | stop               | IDLE         | >Idle close 6/2
            ESTABLISHED  | stop               | IDLE         | >Idle close 6/2 down

            IDLE         | silent stop        | IDLE         |
            CONNECT      | silent stop        | IDLE         | >Idle close
            ACTIVE       | silent stop        | IDLE         | >Idle
            OPEN_SENT    | silent stop        | IDLE         | >Idle close
            OPEN_CONFIRM | silent stop        | IDLE         | >Idle close
            ESTABLISHED  | silent stop        | IDLE         | >Idle close down

            IDLE         | restart            | ACTIVE       | >Active connect-delay=5
            CONNECT      | restart            | ACTIVE       | >Idle close >Active connect-delay=5
            ACTIVE       | restart            | ACTIVE       | >Idle >Active connect-delay=5
            OPEN_SENT    | restart            | ACTIVE       | >Idle close 6/4 >Active connect-delay=5
            OPEN_CONFIRM | restart            | ACTIVE       | >Idle close 6/4 >Active connect-delay=5
            ESTABLISHED  | restart            | ACTIVE       | >Idle close 6/4 down >Active connect-delay=5

            IDLE         | renew              | IDLE         |
            CONNECT      | renew              | ACTIVE       | >Idle close >Active connect-delay=5
            ACTIVE       | renew              | ACTIVE       | >Idle >Active connect-delay=5
            OPEN_SENT    | renew              | ACTIVE       | >Idle close 6/6 >Active connect-delay=5
            OPEN_CONFIRM | renew              | ACTIVE       | >Idle close 6/6 >Active connect-delay=5
            ESTABLISHED  | renew              | ACTIVE       | >Idle close 6/6 down >Active connect-delay=5

            IDLE         | cut off            | IDLE         |
            CONNECT      | cut off            | IDLE         | >Idle close
            ACTIVE       | cut off            | IDLE         | >Idle
            OPEN_SENT    | cut off            | IDLE         | >Idle close 6/0
            OPEN_CONFIRM | cut off            | IDLE         | >Idle close 6/0
            ESTABLISHED  | cut off            | IDLE         | >Idle close 6/0 down

            IDLE         | suspected          | IDLE         |
            CONNECT      | suspected          | CONNECT      |
            ACTIVE       | suspected          | ACTIVE       |
            OPEN_SENT    | suspected          | OPEN_SENT    |
            OPEN_CONFIRM | suspected          | OPEN_CONFIRM |
            ESTABLISHED  | suspected          | ESTABLISHED  |

            IDLE         | dial again         | IDLE         |
            CONNECT      | dial again         | CONNECT      | >Idle close >Connect dial connect-retry=120
            ACTIVE       | dial again         | ACTIVE       |
            OPEN_SENT    | dial again         | OPEN_SENT    |
            OPEN_CONFIRM | dial again         | OPEN_CONFIRM |
            ESTABLISHED  | dial again         | ESTABLISHED  |

            IDLE         | BFD down           | IDLE         |
            CONNECT      | BFD down           | CONNECT      |
            ACTIVE       | BFD down           | ACTIVE       |
            OPEN_SENT    | BFD down           | ACTIVE       | >Idle close 6/10 >Active connect-delay=5
            OPEN_CONFIRM | BFD down           | ACTIVE       | >Idle close 6/10 >Active connect-delay=5
            ESTABLISHED  | BFD down           | IDLE         | >Idle close 6/10 down error-wait=60

            IDLE         | BFD down, graceful | IDLE         |
            CONNECT      | BFD down, graceful | CONNECT      |
            ACTIVE       | BFD down, graceful | ACTIVE       |
            OPEN_SENT    | BFD down, graceful | ACTIVE       | >Idle close >Active connect-delay=5
            OPEN_CONFIRM | BFD down, graceful | ACTIVE       | >Idle close >Active connect-delay=5
            ESTABLISHED  | BFD down, graceful | ACTIVE       | >Idle close down >Active connect-delay=5

            IDLE         | limit, restart     | IDLE         |
            CONNECT      | limit, restart     | IDLE         | >Idle close error-wait=60
            ACTIVE       | limit, restart     | IDLE         | >Idle error-wait=60
            OPEN_SENT    | limit, restart     | IDLE         | >Idle close 6/1 error-wait=60
            OPEN_CONFIRM | limit, restart     | IDLE         | >Idle close 6/1 error-wait=60
            ESTABLISHED  | limit, restart     | IDLE         | >Idle close 6/1 down error-wait=60

            IDLE         | limit, disable     | IDLE         |
            CONNECT      | limit, disable     | IDLE         | >Idle close
            ACTIVE       | limit, disable     | IDLE         | >Idle
            OPEN_SENT    | limit, disable     | IDLE         | >Idle close 6/1
            OPEN_CONFIRM | limit, disable     | IDLE         | >Idle close 6/1
            ESTABLISHED  | limit, disable     | IDLE         | >Idle close 6/1 down

            IDLE         | reachable          | IDLE         |
            CONNECT      | reachable          | CONNECT      |
            ACTIVE       | reachable          | ACTIVE       |
            OPEN_SENT    | reachable          | OPEN_SENT    |
            OPEN_CONFIRM | reachable          | OPEN_CONFIRM |
            ESTABLISHED  | reachable          | ESTABLISHED  |

            IDLE         | connect delay over | IDLE         |
            CONNECT      | connect delay over | CONNECT      |
            ACTIVE       | connect delay over | CONNECT      | >Connect dial connect-retry=120
            OPEN_SENT    | connect delay over | OPEN_SENT    |
            OPEN_CONFIRM | connect delay over | OPEN_CONFIRM |
            ESTABLISHED  | connect delay over | ESTABLISHED  |

            IDLE         | connect retry over | IDLE         |
            CONNECT      | connect retry over | CONNECT      | >Idle close >Connect dial connect-retry=120
            ACTIVE       | connect retry over | ACTIVE       |
            OPEN_SENT    | connect retry over | OPEN_SENT    |
            OPEN_CONFIRM | connect retry over | OPEN_CONFIRM |
            ESTABLISHED  | connect retry over | ESTABLISHED  |

            IDLE         | hold over          | IDLE         |
            CONNECT      | hold over          | CONNECT      |
            ACTIVE       | hold over          | ACTIVE       |
            OPEN_SENT    | hold over          | IDLE         | >Idle close 4/0 error-wait=60
            OPEN_CONFIRM | hold over          | IDLE         | >Idle close 4/0 error-wait=60
            ESTABLISHED  | hold over          | IDLE         | >Idle close 4/0 down error-wait=60

            IDLE         | keepalive due      | IDLE         |
            CONNECT      | keepalive due      | CONNECT      |
            ACTIVE       | keepalive due      | ACTIVE       |
            OPEN_SENT    | keepalive due      | OPEN_SENT    |
            OPEN_CONFIRM | keepalive due      | OPEN_CONFIRM | keepalive keepalive=30
            ESTABLISHED  | keepalive due      | ESTABLISHED  | keepalive keepalive=30

            IDLE         | send hold over     | IDLE         |
            CONNECT      | send hold over     | CONNECT      |
            ACTIVE       | send hold over     | ACTIVE       |
            OPEN_SENT    | send hold over     | OPEN_SENT    |
            OPEN_CONFIRM | send hold over     | IDLE         | >Idle close 8/0 error-wait=60
            ESTABLISHED  | send hold over     | IDLE         | >Idle close 8/0 down error-wait=60

            IDLE         | error wait over    | IDLE         |
            CONNECT      | error wait over    | CONNECT      |
            ACTIVE       | error wait over    | ACTIVE       |
            OPEN_SENT    | error wait over    | OPEN_SENT    |
            OPEN_CONFIRM | error wait over    | OPEN_CONFIRM |
            ESTABLISHED  | error wait over    | ESTABLISHED  |

            IDLE         | connected          | IDLE         | close
            CONNECT      | connected          | OPEN_SENT    | >OpenSent open hold=240
            ACTIVE       | connected          | ACTIVE       | close
            OPEN_SENT    | connected          | OPEN_SENT    |
            OPEN_CONFIRM | connected          | OPEN_CONFIRM |
            ESTABLISHED  | connected          | ESTABLISHED  |

            IDLE         | accepted           | IDLE         | reject 6/5
            CONNECT      | accepted           | CONNECT      | adopt >OpenSent open hold=240
            ACTIVE       | accepted           | ACTIVE       | adopt >OpenSent open hold=240
            OPEN_SENT    | accepted           | OPEN_SENT    | adopt >OpenSent open hold=240
            OPEN_CONFIRM | accepted           | OPEN_CONFIRM | adopt >OpenSent open hold=240
            ESTABLISHED  | accepted           | ESTABLISHED  | adopt >OpenSent open hold=240

            IDLE         | disconnected       | IDLE         |
            CONNECT      | disconnected       | ACTIVE       | >Idle close >Active connect-delay=5
            ACTIVE       | disconnected       | ACTIVE       |
            OPEN_SENT    | disconnected       | ACTIVE       | >Idle close >Active connect-delay=5
            OPEN_CONFIRM | disconnected       | ACTIVE       | >Idle close >Active connect-delay=5
            ESTABLISHED  | disconnected       | ACTIVE       | >Idle close down >Active connect-delay=5

            IDLE         | OPEN               | IDLE         |
            CONNECT      | OPEN               | CONNECT      |
            ACTIVE       | OPEN               | ACTIVE       |
            OPEN_SENT    | OPEN               | OPEN_CONFIRM | >OpenConfirm keepalive hold=90 keepalive=30 send-hold=180
            OPEN_CONFIRM | OPEN               | IDLE         | >Idle close 5/2 error-wait=60
            ESTABLISHED  | OPEN               | IDLE         | >Idle close 5/3 down error-wait=60

            IDLE         | bad OPEN           | IDLE         |
            CONNECT      | bad OPEN           | CONNECT      |
            ACTIVE       | bad OPEN           | ACTIVE       |
            OPEN_SENT    | bad OPEN           | IDLE         | >Idle close 2/2 error-wait=60
            OPEN_CONFIRM | bad OPEN           | IDLE         | >Idle close 5/2 error-wait=60
            ESTABLISHED  | bad OPEN           | IDLE         | >Idle close 5/3 down error-wait=60

            IDLE         | malformed OPEN     | IDLE         |
            CONNECT      | malformed OPEN     | CONNECT      |
            ACTIVE       | malformed OPEN     | ACTIVE       |
            OPEN_SENT    | malformed OPEN     | IDLE         | >Idle close 2/4 error-wait=60
            OPEN_CONFIRM | malformed OPEN     | IDLE         | >Idle close 5/2 error-wait=60
            ESTABLISHED  | malformed OPEN     | IDLE         | >Idle close 5/3 down error-wait=60

            IDLE         | KEEPALIVE          | IDLE         |
            CONNECT      | KEEPALIVE          | CONNECT      |
            ACTIVE       | KEEPALIVE          | ACTIVE       |
            OPEN_SENT    | KEEPALIVE          | IDLE         | >Idle close 5/1 error-wait=60
            OPEN_CONFIRM | KEEPALIVE          | ESTABLISHED  | >Established hold=90 keepalive=30 send-hold=180 up
            ESTABLISHED  | KEEPALIVE          | ESTABLISHED  | hold=90

            IDLE         | UPDATE             | IDLE         |
            CONNECT      | UPDATE             | CONNECT      |
            ACTIVE       | UPDATE             | ACTIVE       |
            OPEN_SENT    | UPDATE             | IDLE         | >Idle close 5/1 error-wait=60
            OPEN_CONFIRM | UPDATE             | IDLE         | >Idle close 5/2 error-wait=60
            ESTABLISHED  | UPDATE             | ESTABLISHED  | hold=90

            IDLE         | ROUTE-REFRESH      | IDLE         |
            CONNECT      | ROUTE-REFRESH      | CONNECT      |
            ACTIVE       | ROUTE-REFRESH      | ACTIVE       |
            OPEN_SENT    | ROUTE-REFRESH      | IDLE         | >Idle close 5/1 error-wait=60
            OPEN_CONFIRM | ROUTE-REFRESH      | IDLE         | >Idle close 5/2 error-wait=60
            ESTABLISHED  | ROUTE-REFRESH      | ESTABLISHED  | hold=90

            IDLE         | NOTIFICATION 2/2   | IDLE         |
            CONNECT      | NOTIFICATION 2/2   | CONNECT      |
            ACTIVE       | NOTIFICATION 2/2   | ACTIVE       |
            OPEN_SENT    | NOTIFICATION 2/2   | IDLE         | >Idle close error-wait=60
            OPEN_CONFIRM | NOTIFICATION 2/2   | IDLE         | >Idle close error-wait=60
            ESTABLISHED  | NOTIFICATION 2/2   | IDLE         | >Idle close down error-wait=60

            IDLE         | NOTIFICATION 6/2   | IDLE         |
            CONNECT      | NOTIFICATION 6/2   | CONNECT      |
            ACTIVE       | NOTIFICATION 6/2   | ACTIVE       |
            OPEN_SENT    | NOTIFICATION 6/2   | ACTIVE       | >Idle close >Active connect-delay=5
            OPEN_CONFIRM | NOTIFICATION 6/2   | ACTIVE       | >Idle close >Active connect-delay=5
            ESTABLISHED  | NOTIFICATION 6/2   | ACTIVE       | >Idle close down >Active connect-delay=5

            IDLE         | error 3/1          | IDLE         |
            CONNECT      | error 3/1          | CONNECT      |
            ACTIVE       | error 3/1          | ACTIVE       |
            OPEN_SENT    | error 3/1          | IDLE         | >Idle close 3/1 error-wait=60
            OPEN_CONFIRM | error 3/1          | IDLE         | >Idle close 3/1 error-wait=60
            ESTABLISHED  | error 3/1          | IDLE         | >Idle close 3/1 down error-wait=60
            """;

    private final PeerFsm fsm = new PeerFsm(FsmFixture.settings());

    @ParameterizedTest(name = "{0} + {1}")
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void eventInState(SessionState before, String event, SessionState after, String actions) {
        PeerState state = FsmFixture.in(fsm, Side.OUTGOING, before);
        assertThat(state.outgoing().state()).isEqualTo(before);
        PeerFsm.Step step = fsm.step(state, event(event), 1_000);
        assertThat(step.state().outgoing().state()).isEqualTo(after);
        assertThat(FsmFixture.describe(step.actions())).isEqualTo(actions == null ? "" : actions);
    }

    /** The table has a row for every state of every event in it. */
    @Test
    void tableIsComplete() {
        Set<String> events = new TreeSet<>();
        Set<String> rows = new TreeSet<>();
        TABLE.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] cells = line.split("\\|", -1);
            events.add(cells[1].trim());
            rows.add(cells[0].trim() + " " + cells[1].trim());
        });
        Set<Class<?>> kinds = new java.util.HashSet<>();
        for (String event : events) {
            kinds.add(event(event).getClass());
            for (SessionState state : EnumSet.allOf(SessionState.class)) {
                assertThat(rows).contains(state + " " + event);
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder(PeerEvent.class.getPermittedSubclasses());
        assertThat(events.stream()
                        .map(PeerFsmTableTest::event)
                        .filter(PeerEvent.TimerExpired.class::isInstance)
                        .map(each -> ((PeerEvent.TimerExpired) each).timer()))
                .containsExactlyInAnyOrder(PeerTimer.values());
    }

    private static PeerEvent event(String name) {
        Side out = Side.OUTGOING;
        return switch (name) {
            case "start" -> new PeerEvent.Start();
            case "stop" -> new PeerEvent.Stop(Cease.administrativeShutdown(""));
            case "silent stop" -> new PeerEvent.Stop(null);
            case "restart" -> new PeerEvent.Restart(Cease.administrativeReset(""));
            case "renew" -> new PeerEvent.Renew();
            case "limit, restart" ->
                new PeerEvent.LimitExceeded(new Notification(Notification.Kind.MAXIMUM_PREFIXES), true);
            case "limit, disable" ->
                new PeerEvent.LimitExceeded(new Notification(Notification.Kind.MAXIMUM_PREFIXES), false);
            case "BFD down" -> new PeerEvent.BfdDown(false);
            case "BFD down, graceful" -> new PeerEvent.BfdDown(true);
            case "cut off" -> new PeerEvent.CutOff(Obstacle.of("Link down", "Link down", ""));
            case "suspected" ->
                new PeerEvent.Suspected(new LastError(LastError.Category.MISCELLANEOUS, "Wrong TCP MD5 password"));
            case "dial again" -> new PeerEvent.DialAgain();
            case "reachable" -> new PeerEvent.Reachable();
            case "connect delay over" -> new PeerEvent.TimerExpired(out, PeerTimer.CONNECT_DELAY);
            case "connect retry over" -> new PeerEvent.TimerExpired(out, PeerTimer.CONNECT_RETRY);
            case "hold over" -> new PeerEvent.TimerExpired(out, PeerTimer.HOLD);
            case "keepalive due" -> new PeerEvent.TimerExpired(out, PeerTimer.KEEPALIVE);
            case "send hold over" -> new PeerEvent.TimerExpired(out, PeerTimer.SEND_HOLD);
            case "error wait over" -> new PeerEvent.TimerExpired(out, PeerTimer.ERROR_WAIT);
            case "connected" -> new PeerEvent.Connected();
            case "accepted" -> new PeerEvent.Accepted();
            case "disconnected" -> new PeerEvent.Disconnected(out, "Connection reset by peer");
            case "OPEN" -> new PeerEvent.OpenReceived(out, FsmFixture.goodOpen());
            case "bad OPEN" -> new PeerEvent.OpenReceived(out, FsmFixture.open(65099, 90, FsmFixture.PEER_ID));
            case "malformed OPEN" ->
                new PeerEvent.OpenMalformed(out, new Notification(Notification.Kind.UNSUPPORTED_PARAMETER));
            case "KEEPALIVE" -> new PeerEvent.KeepaliveReceived(out);
            case "UPDATE" -> new PeerEvent.UpdateReceived(out);
            case "ROUTE-REFRESH" -> new PeerEvent.RefreshReceived(out);
            case "NOTIFICATION 2/2" ->
                new PeerEvent.NotificationReceived(out, new Notification(Notification.Kind.BAD_PEER_AS));
            case "NOTIFICATION 6/2" ->
                new PeerEvent.NotificationReceived(out, new Notification(Notification.Kind.ADMINISTRATIVE_SHUTDOWN));
            case "error 3/1" -> new PeerEvent.ErrorFound(out, new Notification(Notification.Kind.MALFORMED_ATTRIBUTES));
            default -> throw new IllegalArgumentException(name);
        };
    }
}
