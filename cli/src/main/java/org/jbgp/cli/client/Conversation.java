package org.jbgp.cli.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A session of commands and replies that shows what the daemon says by itself at any time, gives up a reply when it is
 * asked to, and finds a daemon again that was restarted. One thread asks; {@link #giveUp} may come from another one.
 */
public final class Conversation implements AutoCloseable {

    /** Takes lines, on a thread of the conversation. */
    public interface Listener {

        /** A line of the reply that is awaited. */
        void reply(ReplyLine line);

        /** A line between replies, such as an echoed log message. */
        void spontaneous(ReplyLine line);

        /** The daemon is gone, while nothing was awaited. */
        void lost();
    }

    private enum State {
        IDLE,
        AWAITING,
        GIVEN_UP,
        LOST
    }

    private final Path socket;
    private final Listener listener;
    /** What this session asked for itself, to ask it again: the command by its first word. */
    private final Map<String, String> settings = new LinkedHashMap<>();

    private ControlClient client;
    /** What is being connected and greeted, null at other times. Guarded by this. */
    private ControlClient greeted;
    /** Guarded by this. */
    private State state = State.LOST;

    /**
     * A conversation that is not connected yet.
     *
     * @param socket of the daemon
     * @param listener gets what the daemon says
     */
    public Conversation(Path socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /**
     * Connects.
     *
     * @return what the daemon greets with
     * @throws IOException if none answers, or it was given up
     */
    public String connect() throws IOException {
        ControlClient fresh = ControlClient.connect(socket);
        synchronized (this) {
            greeted = fresh;
        }
        try {
            ReplyLine greeting = fresh.receive();
            if (greeting.code() != 1) {
                throw new IOException("unexpected greeting: " + greeting.raw());
            }
            for (String each : settings.values()) {
                fresh.send(each);
                skip(fresh);
            }
            synchronized (this) {
                client = fresh;
                greeted = null;
                state = State.IDLE;
            }
            Thread.ofPlatform().daemon().name("replies").start(() -> receiveAll(fresh));
            return greeting.text();
        } catch (IOException e) {
            synchronized (this) {
                greeted = null;
            }
            fresh.close();
            throw e;
        }
    }

    private static void skip(ControlClient fresh) throws IOException {
        ReplyLine line;
        do {
            line = fresh.receive();
        } while (line.spontaneous() || !line.last());
    }

    /** Says this before anything else to each daemon it connects to; the answer is shown to nobody. */
    public void beginWith(String setting) {
        settings.put(setting.split(" ", 2)[0], setting);
    }

    /** Says this at once, and again to each daemon it connects to. */
    public void keep(String setting) throws IOException {
        beginWith(setting);
        ask(setting);
    }

    /**
     * Asks, and returns when the reply is complete or given up. Connects again if the daemon was lost.
     *
     * @throws IOException if no daemon answers, or it went in the middle of the reply
     */
    public void ask(String command) throws IOException {
        boolean ready;
        synchronized (this) {
            ready = state == State.IDLE;
        }
        if (!ready) {
            connect();
        }
        synchronized (this) {
            state = State.AWAITING;
        }
        try {
            client.send(command);
        } catch (IOException e) {
            synchronized (this) {
                state = State.LOST;
            }
            throw e;
        }
        boolean givenUp = awaitEnd() == State.GIVEN_UP;
        if (givenUp) {
            // The rest of the reply would only stand in the way of the next one.
            connect();
        }
    }

    private synchronized State awaitEnd() throws IOException {
        while (state == State.AWAITING) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
        if (state == State.LOST) {
            throw new EOFException("the daemon closed the connection");
        }
        return state;
    }

    /** Ends the reply or the greeting that is awaited, if one is. */
    public void giveUp() {
        ControlClient ended;
        synchronized (this) {
            if (greeted != null) {
                ended = greeted;
            } else if (state == State.AWAITING) {
                // Only this one: who waits connects to the next one at once.
                ended = client;
                state = State.GIVEN_UP;
                notifyAll();
            } else {
                return;
            }
        }
        close(ended);
    }

    /** True while a reply comes that somebody wants to see. */
    public synchronized boolean isAwaiting() {
        return state == State.AWAITING;
    }

    private void receiveAll(ControlClient from) {
        try {
            while (true) {
                ReplyLine line = from.receive();
                if (!isCurrent(from)) {
                    // What was read ahead of a reply that was given up.
                    return;
                }
                if (line.spontaneous()) {
                    listener.spontaneous(line);
                } else {
                    listener.reply(line);
                    if (line.last()) {
                        ended(from, State.IDLE);
                    }
                }
            }
        } catch (IOException e) {
            close(from);
            if (ended(from, State.LOST)) {
                listener.lost();
            }
        }
    }

    private synchronized boolean isCurrent(ControlClient from) {
        return from == client && state != State.GIVEN_UP;
    }

    /** @return true if nothing was awaited */
    private synchronized boolean ended(ControlClient from, State with) {
        if (from != client || state == State.GIVEN_UP) {
            return false;
        }
        boolean idle = state == State.IDLE;
        state = with;
        notifyAll();
        return idle;
    }

    @Override
    public void close() {
        synchronized (this) {
            state = State.GIVEN_UP;
        }
        close(client);
    }

    private static void close(ControlClient client) {
        try {
            client.close();
        } catch (IOException e) {
            // It is of no use any more either way.
            assert client != null;
        }
    }
}
