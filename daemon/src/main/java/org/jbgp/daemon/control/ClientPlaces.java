package org.jbgp.daemon.control;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients that are served. When all places are taken, one who does nothing makes room for one who comes: first who does not
 * read what was asked for, then who asks nothing, of each kind the one for which nothing has moved longest. Who is being served is
 * left alone. Any thread.
 */
final class ClientPlaces {

    /** A client still counts as active for so long after its last byte. */
    static final long PATIENCE_NANOS = 250_000_000;

    /** What a client is about. */
    enum Activity {
        /** The daemon waits until the client reads. */
        NOT_READING,
        /** The daemon waits for a command. */
        ASKING_NOTHING,
        /** A command runs. */
        SERVED
    }

    /** One client. */
    interface Client {

        Activity activity();

        /** When its last byte came or went, in the time of {@link System#nanoTime}. */
        long lastMoved();

        /** Ends its session. */
        void close();
    }

    private final int most;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();

    /** @param most places */
    ClientPlaces(int most) {
        this.most = most;
    }

    /** Takes a client in. */
    void enter(Client client) {
        clients.add(client);
    }

    /** Forgets a client. */
    void leave(Client client) {
        clients.remove(client);
    }

    boolean full() {
        return clients.size() >= most;
    }

    /**
     * Ends the session that is missed least.
     *
     * @param now as {@link System#nanoTime}
     * @return what its client was about; empty if all are being served, or were a moment ago
     */
    Optional<Activity> makeRoom(long now) {
        Optional<Client> idlest = idlest(Activity.NOT_READING, now).or(() -> idlest(Activity.ASKING_NOTHING, now));
        idlest.ifPresent(client -> {
            leave(client);
            client.close();
        });
        return idlest.map(Client::activity);
    }

    private Optional<Client> idlest(Activity activity, long now) {
        return clients.stream()
                .filter(client -> client.activity() == activity && now - client.lastMoved() >= PATIENCE_NANOS)
                .max(Comparator.comparingLong(client -> now - client.lastMoved()));
    }

    /** Ends all sessions. */
    void closeAll() {
        clients.forEach(Client::close);
    }
}
