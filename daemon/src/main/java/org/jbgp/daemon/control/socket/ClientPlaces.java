package org.jbgp.daemon.control.socket;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients that are served. When all places are taken, an idle client is closed for a new one: first one that does
 * not read its reply, then one that sends no command; of each kind the one that has been idle longest. Who is being
 * served is left alone, unless everybody is and one of them has had no byte of an answer for a second: its command (the
 * reading of a file on a dead disk, say) goes on without it. Any thread.
 */
final class ClientPlaces {

    /** A client still counts as active for so long after its last byte. */
    static final long PATIENCE_NANOS = 250_000_000;

    /** A client that is being served is left alone for so long after its last byte. */
    static final long SERVICE_NANOS = 1_000_000_000;

    /** What a client is about; who goes first stands first. */
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
     * Ends the session that is idle most.
     *
     * @param now as {@link System#nanoTime}
     * @return what its client was about; empty if for all of them something moved a moment ago
     */
    Optional<Activity> makeRoom(long now) {
        for (Activity activity : Activity.values()) {
            Optional<Client> idlest = idlest(activity, now);
            if (idlest.isPresent()) {
                leave(idlest.get());
                idlest.get().close();
                return Optional.of(activity);
            }
        }
        return Optional.empty();
    }

    private Optional<Client> idlest(Activity activity, long now) {
        long patience = activity == Activity.SERVED ? SERVICE_NANOS : PATIENCE_NANOS;
        return clients.stream()
                .filter(client -> client.activity() == activity && now - client.lastMoved() >= patience)
                .max(Comparator.comparingLong(client -> now - client.lastMoved()));
    }

    /** Ends all sessions. */
    void closeAll() {
        clients.forEach(Client::close);
    }
}
